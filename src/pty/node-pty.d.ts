/// <reference types="node-pty" />
// The package is an alias of the fork that ships linux-arm64 binaries; its types declare only the fork's own name.
declare module 'node-pty' {
  export * from '@lydell/node-pty';
}
