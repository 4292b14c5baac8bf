/** What the thread of the demo cluster is started with. */
export interface DemoThreadOptions {
  readonly seed: number;
  readonly pods: number;
  readonly changesPerSecond: number;
  readonly hostile: boolean;
}

/** What it can be told to do; `suspend` and `resume` are an outage of the server, on one port. */
export type DemoOrder = 'compact' | 'dropWatches' | 'suspend' | 'resume';

export interface DemoOrderMessage {
  readonly id: number;
  readonly order: DemoOrder;
}

export type DemoReply =
  | { readonly kind: 'ready'; readonly port: number }
  | { readonly kind: 'done'; readonly id: number }
  | { readonly kind: 'failed'; readonly id: number; readonly code: string; readonly message: string };
