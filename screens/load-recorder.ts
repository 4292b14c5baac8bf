/** With its emulator and its encoders it is read from disk when it is first needed, not before the first frame. */
export const loadRecorder = (): Promise<typeof import('../src/recorder/index.ts')> =>
  import('../src/recorder/index.ts');
