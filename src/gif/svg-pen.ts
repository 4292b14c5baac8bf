import { Pen } from './glyphs/pen.ts';

/** Writes outlines as the data of an SVG path, at an offset. */
export class SvgPen extends Pen {
  readonly #left: number;
  readonly #top: number;
  #data = '';

  constructor(size: { readonly width: number; readonly height: number }, left: number, top: number) {
    super(size.width, size.height);
    this.#left = left;
    this.#top = top;
  }

  get data(): string {
    return this.#data;
  }

  override moveTo(x: number, y: number): void {
    this.#data += `M${this.#point(x, y)}`;
  }

  override lineTo(x: number, y: number): void {
    this.#data += `L${this.#point(x, y)}`;
  }

  override quadTo(controlX: number, controlY: number, ...[x, y]: [x: number, y: number]): void {
    this.#data += `Q${this.#point(controlX, controlY)} ${this.#point(x, y)}`;
  }

  override close(): void {
    this.#data += 'Z';
  }

  #point(x: number, y: number): string {
    return `${round(x + this.#left)} ${round(y + this.#top)}`;
  }
}

const round = (value: number): number => Math.round(value * 100) / 100;
