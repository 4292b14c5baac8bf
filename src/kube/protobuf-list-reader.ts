import { Gatherer } from './gatherer.ts';
import { type BodyReader, ListGathering, type Projector } from './list-reader.ts';
import type { ListPage, ListProgress } from './lister-watcher.ts';
import { LIST_META_SCHEMA, type ListMetaWire, TYPE_META_SCHEMA, type TypeMetaWire } from './object-meta-schema.ts';
import { MAGIC, UNKNOWN_RAW, UNKNOWN_TYPE_META } from './protobuf-envelope.ts';
import { StreamError } from './stream-error.ts';

/** A list: metadata = 1, items = 2. */
const LIST_METADATA = 1;
const LIST_ITEMS = 2;

type Reading = 'magic' | 'tag' | 'length' | 'value' | 'skip' | 'varint';

/**
 * Reads a list out of its body as the chunks come: each item is decoded and projected alone, so that neither the body nor
 * one whole object is ever held. Split anywhere, the result is the same.
 */
export class ProtobufListReader<T> implements BodyReader {
  readonly #projector: Projector<T>;
  readonly #list: ListGathering<T>;
  readonly #gatherer = new Gatherer();
  #reading: Reading = 'magic';
  /** Bytes read of the magic, or the shift of the running varint. */
  #count = 0;
  #number = 0;
  #field = 0;
  /** Of the value that is being read or skipped. */
  #length = 0;
  #inList = false;
  #hasList = false;
  /** Bytes left of the list within its envelope. */
  #listLeft = 0;

  constructor(projector: Projector<T>, progress?: ListProgress<T>) {
    this.#projector = projector;
    this.#list = new ListGathering(progress);
  }

  get page(): ListPage<T> {
    return this.#list.page();
  }

  push(chunk: Buffer): void {
    for (let at = 0; at < chunk.length; ) {
      const taken = this.#step(chunk, at);
      at += taken;
      if (this.#inList) this.#spend(taken);
    }
    this.#list.tell();
  }

  end(): void {
    if (!this.#hasList || this.#inList || this.#reading !== 'tag' || this.#count > 0)
      throw new StreamError('the list ends in the middle');
  }

  /** Reads on from `at`, returns how many bytes that were. */
  #step(chunk: Buffer, at: number): number {
    if (this.#reading === 'magic') return this.#magic(chunk, at);
    if (this.#reading === 'value') return this.#value(chunk, at);
    if (this.#reading === 'skip') {
      const skipped = Math.min(chunk.length - at, this.#length);
      this.#length -= skipped;
      if (this.#length === 0) this.#reading = 'tag';
      return skipped;
    }
    this.#varint(chunk[at] as number);
    return 1;
  }

  #magic(chunk: Buffer, at: number): number {
    if (chunk[at] !== MAGIC[this.#count]) throw new StreamError('the body is not Kubernetes protobuf');
    this.#count++;
    if (this.#count === MAGIC.length) {
      this.#count = 0;
      this.#reading = 'tag';
    }
    return 1;
  }

  /** Tags and lengths have at most 32 bits; a varint field is only passed over. */
  #varint(byte: number): void {
    if (this.#count > (this.#reading === 'varint' ? 63 : 28)) throw new StreamError('a number out of range');
    if (this.#count <= 28) this.#number += (byte & 0x7f) * 2 ** this.#count;
    this.#count += 7;
    if (byte >= 0x80) return;
    const number = this.#number;
    this.#number = 0;
    this.#count = 0;
    if (this.#reading === 'tag') this.#onTag(number);
    else if (this.#reading === 'length') this.#onLength(number);
    else this.#reading = 'tag';
  }

  #onTag(tag: number): void {
    const wireType = tag % 8;
    this.#field = Math.floor(tag / 8);
    if (wireType === 2) this.#reading = 'length';
    else if (wireType === 0) this.#reading = 'varint';
    else throw new StreamError(`wire type ${wireType} in a list`);
  }

  #onLength(length: number): void {
    this.#length = length;
    if (!this.#inList && this.#field === UNKNOWN_RAW) {
      this.#inList = length > 0;
      this.#hasList = true;
      this.#listLeft = length + 1; // The last byte of this length is spent after it has been read.
      this.#reading = 'tag';
      return;
    }
    const isWanted = this.#inList
      ? this.#field === LIST_METADATA || this.#field === LIST_ITEMS
      : this.#field === UNKNOWN_TYPE_META;
    if (this.#inList && length > this.#listLeft - 1)
      throw new StreamError(`a length of ${length}, ${this.#listLeft - 1} bytes left in the list`);
    this.#reading = isWanted ? 'value' : length === 0 ? 'tag' : 'skip';
    if (isWanted && length === 0) this.#take(Buffer.alloc(0), 0, 0);
  }

  #value(chunk: Buffer, at: number): number {
    const taken = this.#gatherer.take(chunk, at, this.#length);
    if (this.#gatherer.isWhole) this.#take(this.#gatherer.bytes, this.#gatherer.start, this.#gatherer.end);
    return taken;
  }

  #take(bytes: Buffer, start: number, end: number): void {
    this.#reading = 'tag';
    if (this.#inList && this.#field === LIST_ITEMS) {
      this.#list.items.push(this.#projector.fromProtobuf(bytes, start, end));
      return;
    }
    const schema = this.#inList ? LIST_META_SCHEMA : TYPE_META_SCHEMA;
    const wire = this.#projector.protobuf.decode(schema, bytes, start, end) as ListMetaWire & TypeMetaWire;
    if (this.#inList) {
      this.#list.resourceVersion = wire.resourceVersion ?? '';
      this.#list.continue = wire.continue ?? '';
      this.#list.remainingItemCount = wire.remainingItemCount;
    } else {
      this.#list.kind = wire.kind ?? '';
      this.#list.apiVersion = wire.apiVersion ?? '';
    }
  }

  #spend(bytes: number): void {
    this.#listLeft -= bytes;
    if (this.#listLeft > 0) return;
    if (this.#listLeft < 0 || this.#reading !== 'tag' || this.#count > 0)
      throw new StreamError('the list does not end where its envelope says');
    this.#inList = false;
  }
}
