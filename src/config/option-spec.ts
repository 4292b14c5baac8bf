/** One option of a command, as parser, help, man page and completions need it. */
export interface OptionSpec {
  /** Long name without dashes. */
  readonly name: string;
  /** One letter. */
  readonly short?: string;
  /** What stands for the value in help, upper case; without it the option is a switch. */
  readonly value?: string;
  /** May be given more than once. */
  readonly multiple?: boolean;
  readonly choices?: readonly string[];
  readonly help: string;
}

/** One command. Everything about the command line is derived from a table of these. */
export interface CommandSpec {
  readonly name: string;
  readonly summary: string;
  /** The arguments as help shows them: `[file]`, `in out`. */
  readonly arguments: string;
  readonly minArguments: number;
  readonly maxArguments: number;
  readonly options: readonly OptionSpec[];
  /** Paragraphs of help below the options: what is printed, keys of the JSON form, exit codes beyond the common ones. */
  readonly notes: readonly string[];
  readonly examples: readonly { readonly command: string; readonly what: string }[];
}

/** What was typed after a command, checked against its spec: nothing is interpreted yet. */
export class LowArgs {
  readonly positionals: readonly string[];
  readonly #values: ReadonlyMap<string, readonly (string | true)[]>;

  constructor(values: ReadonlyMap<string, readonly (string | true)[]>, positionals: readonly string[]) {
    this.#values = values;
    this.positionals = positionals;
  }

  has(name: string): boolean {
    return this.#values.has(name);
  }

  /** The same without an option: a command may give a name another meaning than the settings do. */
  without(name: string): LowArgs {
    return new LowArgs(new Map([...this.#values].filter(([known]) => known !== name)), this.positionals);
  }

  /** The last value given. */
  text(name: string): string | undefined {
    const value = this.#values.get(name)?.at(-1);
    return typeof value === 'string' ? value : undefined;
  }

  /** All values given, in order, as they are. */
  texts(name: string): readonly string[] {
    return (this.#values.get(name) ?? []).filter((value) => typeof value === 'string');
  }

  /** All values given, in order; a comma separates several in one. */
  list(name: string): readonly string[] {
    const values = this.#values.get(name) ?? [];
    return values
      .flatMap((value) => (typeof value === 'string' ? value.split(',') : []))
      .filter((value) => value !== '');
  }
}
