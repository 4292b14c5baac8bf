import { expect, test } from 'vitest';
import { metaNamespaceKey, splitMetaNamespaceKey } from '../../../src/kube/index.ts';

test.each([
  {
    name: 'namespace and name',
    object: { metadata: { name: 'web', namespace: 'shop', resourceVersion: '1' } },
    key: 'shop/web',
  },
  { name: 'no namespace', object: { metadata: { name: 'pi-1', resourceVersion: '1' } }, key: 'pi-1' },
  {
    name: 'an empty namespace',
    object: { metadata: { name: 'pi-1', namespace: '', resourceVersion: '1' } },
    key: 'pi-1',
  },
  { name: 'a key already', object: 'shop/web', key: 'shop/web' },
])('the key of an object with $name', ({ object, key }) => {
  expect(metaNamespaceKey(object)).toBe(key);
});

test.each([{ object: {} }, { object: { metadata: {} } }, { object: null }, { object: 7 }])(
  '$object has no key',
  ({ object }) => {
    expect(() => metaNamespaceKey(object as never)).toThrow(
      `couldn't create key for object ${JSON.stringify(object)}: object has no meta`,
    );
  },
);

test('a key is split into what it was made of', () => {
  expect(splitMetaNamespaceKey('shop/web')).toEqual({ namespace: 'shop', name: 'web' });
  expect(splitMetaNamespaceKey('pi-1')).toEqual({ namespace: '', name: 'pi-1' });
  expect(() => splitMetaNamespaceKey('x/y/z')).toThrow('unexpected key format: "x/y/z"');
});
