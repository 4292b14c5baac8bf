import { messageOf } from '../flow/index.ts';

/** What every Kubernetes object has. */
export interface ObjectMeta {
  readonly name: string;
  readonly namespace?: string | undefined;
  readonly uid?: string | undefined;
  readonly resourceVersion: string;
}

/** Anything that lives in a store: rows of a table keep only what they need beside this. */
export interface KubeObject {
  readonly metadata: ObjectMeta;
}

/** `namespace/name`, or `name` without a namespace. A string is a key already. Throws when there is no metadata. */
export function metaNamespaceKey(object: KubeObject | string): string {
  if (typeof object === 'string') return object;
  const meta = metadataOf(object);
  if (meta === undefined) {
    const cause = new TypeError('object has no meta');
    throw new TypeError(`couldn't create key for object ${printed(object)}: ${cause.message}`, { cause });
  }
  return meta.namespace === undefined || meta.namespace === '' ? meta.name : `${meta.namespace}/${meta.name}`;
}

/** The two halves of a key; the namespace is '' for what has none. */
export function splitMetaNamespaceKey(key: string): { readonly namespace: string; readonly name: string } {
  const parts = key.split('/');
  if (parts.length === 1) return { namespace: '', name: key };
  if (parts.length === 2) return { namespace: parts[0] as string, name: parts[1] as string };
  throw new TypeError(`unexpected key format: ${JSON.stringify(key)}`);
}

function metadataOf(object: unknown): ObjectMeta | undefined {
  if (typeof object !== 'object' || object === null || !('metadata' in object)) return undefined;
  const { metadata } = object;
  if (typeof metadata !== 'object' || metadata === null) return undefined;
  return 'name' in metadata && typeof metadata.name === 'string' ? (metadata as ObjectMeta) : undefined;
}

function printed(object: unknown): string {
  try {
    return JSON.stringify(object) ?? String(object);
  } catch (cause) {
    return messageOf(cause);
  }
}
