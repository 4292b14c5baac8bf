import type { BodySize, Pane, PointerEvent } from '../pane.ts';
import type { PipelinePane } from '../pipeline/pipeline-pane.tsx';
import type { Line } from '../ui/line.ts';
import type { PaletteItem } from '../ui/palette.ts';
import type { PodsPane } from './pods-pane.tsx';

/** The tab of the pods: their list, or the pipeline that feeds it. Whichever is in front is the pane that the frame sees. */
export class PodsScreen implements Pane {
  readonly id = 'pods' as const;
  readonly list: PodsPane;
  readonly pipeline: PipelinePane;
  #front: 'list' | 'pipeline' = 'list';
  #isVisible = false;

  constructor(parts: { list: PodsPane; pipeline: PipelinePane }) {
    this.list = parts.list;
    this.pipeline = parts.pipeline;
  }

  get #pane(): Pane {
    return this.#front === 'list' ? this.list : this.pipeline;
  }

  get mode() {
    return this.#pane.mode;
  }

  get attention(): boolean {
    return this.list.attention;
  }

  get isPaused(): boolean {
    return this.#pane.isPaused;
  }

  get layout(): string {
    return `${this.#front} ${this.#pane.layout}`;
  }

  truth(now: number): readonly Line[] {
    return this.#pane.truth(now);
  }

  setVisible(isVisible: boolean): void {
    this.#isVisible = isVisible;
    this.#pane.setVisible(isVisible);
  }

  perform(action: string): boolean {
    if (action !== 'pods.pipeline') return this.#pane.perform(action);
    const { selectedKey } = this.list.list.model;
    this.#show('pipeline');
    this.pipeline.open(selectedKey);
    return true;
  }

  refusal(action: string): string | undefined {
    return this.#pane.refusal(action);
  }

  pointer(event: PointerEvent): void {
    this.#pane.pointer?.(event);
  }

  back(): boolean {
    return this.#pane.back();
  }

  showList(): void {
    this.#show('list');
  }

  paletteItems(): readonly PaletteItem[] {
    return this.list.paletteItems();
  }

  readonly Body = (size: BodySize) => {
    const { Body } = this.#pane;
    return <Body {...size} />;
  };

  #show(front: 'list' | 'pipeline'): void {
    if (front === this.#front) return;
    if (this.#isVisible) this.#pane.setVisible(false);
    this.#front = front;
    if (this.#isVisible) this.#pane.setVisible(true);
  }
}
