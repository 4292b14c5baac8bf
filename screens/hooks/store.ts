/**
 * A screen's own state: a model and its reducer. Unlike a LiveView it tells its readers at once, since a key must be seen
 * in the same turn; regions read `model` directly and need no React at all.
 */
export class Store<Model, Message> {
  readonly #update: (model: Model, message: Message) => Model;
  readonly #listeners = new Set<() => void>();
  #model: Model;

  constructor(update: (model: Model, message: Message) => Model, initial: Model) {
    this.#update = update;
    this.#model = initial;
  }

  get model(): Model {
    return this.#model;
  }

  dispatch(message: Message): void {
    const next = this.#update(this.#model, message);
    if (next === this.#model) return;
    this.#model = next;
    for (const listener of this.#listeners) listener();
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  readonly getSnapshot = (): Model => this.#model;
}
