import type { KubeObject } from '../../../src/kube/index.ts';

export interface Thing extends KubeObject {
  readonly metadata: {
    readonly name: string;
    readonly namespace: string;
    readonly uid: string;
    readonly resourceVersion: string;
  };
  readonly color: string;
}

/** `a@3`: the object a, namespace ns, at resourceVersion 3. */
export function thing(text: string, color = ''): Thing {
  const [name = '', resourceVersion = ''] = text.split('@');
  return { metadata: { name, namespace: 'ns', uid: `uid-${name}`, resourceVersion }, color };
}

export const textOf = (object: Thing): string => `${object.metadata.name}@${object.metadata.resourceVersion}`;
