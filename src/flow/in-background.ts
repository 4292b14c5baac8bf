/** Lets a promise run on its own; what it throws goes to `onError`, never into the void. */
export function inBackground(promise: Promise<unknown>, onError: (cause: unknown) => void): void {
  promise.catch(onError);
}
