// The emulator as the bundle imports it: the package's ES module in the shape of its CommonJS one.
export * as default from '../node_modules/@xterm/headless/lib-headless/xterm-headless.mjs';
