import { type Cancel, type Clock, LiveView, RingBuffer } from '../flow/index.ts';
import type {
  NoteEvent,
  Observe,
  PipelineEvent,
  SharedInformer,
  SharedInformerOptions,
  StepEvent,
  SyncState,
} from '../informer/index.ts';
import type { KubeObject, ListerWatcher } from '../kube/index.ts';
import { MetricsRegistry, prometheusText } from '../metrics/index.ts';
import { ExampleController } from './example-controller.ts';
import { Faults } from './faults.ts';
import { faultyListerWatcher } from './faulty-lister-watcher.ts';
import { InformerMetrics } from './informer-metrics.ts';
import { fifoState, indexerState, leastFresh } from './informer-state.ts';
import { journeysOf } from './journey.ts';
import type { LimiterName } from './limiters.ts';
import type {
  ControllerState,
  Journey,
  LagState,
  PipelineSnapshot,
  StepNumber,
  TimeLineEntry,
} from './pipeline-snapshot.ts';
import { PopGate } from './pop-gate.ts';
import { ReflectorFacts, reflectorState } from './reflector-facts.ts';
import { StepMeters } from './step-meters.ts';

/** About a minute of a lively cluster; 1 MB when full. */
const EVENT_CAPACITY = 5_000;
/** Hours of a quiet watch: two bookmarks a minute at most. */
const TIME_LINE_CAPACITY = 500;
/** How long steps are only counted when more came in a second than the ring holds. */
const FLOOD_MS = 250;
/** Of the followed key; its older steps go first. */
const FOLLOWED_CAPACITY = 500;
/** Rates, ages and waits move without events. */
const TICK_MS = 250;
/** As many as sample-controller has. */
const WORKERS = 2;
const RECENT_KEYS = 20;
/** Steps looked through for them: about the last hundred changes. */
const RECENT_STEPS = 1_000;

export interface PipelineSessionOptions {
  readonly clock: Clock;
}

export interface ControllerOptions {
  readonly workers?: number | undefined;
  readonly limiter?: LimiterName | undefined;
}

/** What an informer is made with so that a session sees it and its faults reach it. */
export type InformerHooks<T> = Pick<
  SharedInformerOptions<T>,
  'name' | 'listerWatcher' | 'observe' | 'onProcessed' | 'wrapQueue'
>;

export type PipelineListener = (event: PipelineEvent, informer: string) => void;

/**
 * Watches the informers of one kind of object at work: each event moves counters and rings, all else is made when the
 * view is read. First `hooks` for each informer, then the informer made with them goes to `attach`.
 */
export class PipelineSession<T extends KubeObject> {
  readonly view: LiveView<PipelineSnapshot>;
  readonly faults: Faults;
  readonly #clock: Clock;
  readonly #gate: PopGate;
  readonly #metrics = new MetricsRegistry();
  readonly #meters = new StepMeters();
  readonly #facts = new Map<string, ReflectorFacts>();
  readonly #informerMetrics = new Map<string, InformerMetrics>();
  readonly #informers: SharedInformer<T>[] = [];
  readonly #events = new RingBuffer<StepEvent>(EVENT_CAPACITY);
  readonly #timeLine = new RingBuffer<TimeLineEntry>(TIME_LINE_CAPACITY);
  readonly #listeners = new Set<PipelineListener>();
  /** How many more events fill the ring anew within this second: then they are passed over for a while. */
  #room = EVENT_CAPACITY;
  #secondEnd = 0;
  #isFlooded = false;
  #passedOver = 0;
  #followedKey: string | undefined;
  #followed = new RingBuffer<StepEvent>(FOLLOWED_CAPACITY);
  #controller: ExampleController<T> | undefined;
  #cancelTick: Cancel | undefined;

  constructor({ clock }: PipelineSessionOptions) {
    this.#clock = clock;
    this.faults = new Faults({ clock, note: (note) => this.#takeNote(note, '') });
    this.#gate = new PopGate(this.faults);
    this.view = new LiveView(() => this.snapshot());
  }

  hooks(name: string, listerWatcher: ListerWatcher<T>): InformerHooks<T> {
    const facts = new ReflectorFacts();
    const metrics = new InformerMetrics(this.#metrics, name);
    this.#facts.set(name, facts);
    this.#informerMetrics.set(name, metrics);
    const observe = (event: PipelineEvent): void => {
      if ('step' in event) return this.#takeStep(event, name);
      facts.take(event);
      metrics.take(event);
      this.#takeNote(event, name);
    };
    const passesOver = (step: StepNumber): boolean => this.#passesOver(step);
    return {
      name,
      listerWatcher: faultyListerWatcher(listerWatcher, this.faults),
      observe: Object.assign(observe, { passesOver }) satisfies Observe,
      onProcessed: (tookMs) => metrics.processed(tookMs),
      wrapQueue: (queue, signal) => this.#gate.wrap(queue, signal),
    };
  }

  attach(informer: SharedInformer<T>): void {
    this.#informers.push(informer);
    this.view.invalidate();
  }

  /** Lets the view move with time, too, until `stop`. */
  start(): void {
    this.#cancelTick ??= this.#clock.every(TICK_MS, () => this.view.invalidate());
  }

  /** Ends the controller and takes back all faults. The informers are their owner's to stop. */
  async stop(): Promise<void> {
    this.#cancelTick?.();
    this.#cancelTick = undefined;
    this.faults.disarmAll();
    await this.stopController();
  }

  /** How near to the truth the least fresh informer is. */
  syncState(): SyncState {
    return leastFresh(this.#informers);
  }

  get hasSynced(): boolean {
    return this.#informers.length > 0 && this.#informers.every((informer) => informer.hasSynced());
  }

  /** Nothing is on its way: no delta, no notification, no key. */
  get isIdle(): boolean {
    const isDone = (informer: SharedInformer<T>): boolean =>
      informer.queueDepth === 0 &&
      informer.listeners().every(({ pending, busySince }) => pending === 0 && busySince === undefined);
    return this.#informers.every(isDone) && (this.#controller?.isIdle ?? true);
  }

  /** Adds the example controller to the informers that are attached; nothing when it is there already. */
  startController({ workers = WORKERS, limiter = 'controller' }: ControllerOptions = {}): void {
    if (this.#controller !== undefined) return;
    this.#meters.probes.setEnd(9);
    this.#controller = new ExampleController({
      clock: this.#clock,
      informers: [...this.#informers],
      observe: (event) => ('step' in event ? this.#takeStep(event, '') : this.#takeNote(event, '')),
      faults: this.faults,
      workers,
      limiter,
    });
  }

  /** Undefined while it is off. */
  get controller(): ExampleController<T> | undefined {
    return this.#controller;
  }

  async stopController(): Promise<void> {
    const controller = this.#controller;
    this.#controller = undefined;
    this.#meters.probes.setEnd(6);
    this.view.invalidate();
    await controller?.stop();
  }

  /** The metrics of reflectors, informers and work queue in Prometheus' text format. */
  metricsText(): string {
    for (const informer of this.#informers)
      this.#informerMetrics.get(informer.name)?.collect(informer, informer.indexer.resourceVersion);
    return prometheusText([...this.#metrics.families(), ...(this.#controller?.metrics() ?? [])]);
  }

  /** Tells every event as it happens, until the returned function is called. */
  onEvent(listener: PipelineListener): Cancel {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** From now on no step of this key is lost; what the ring has of it is taken along. */
  follow(key: string | undefined): void {
    this.#followedKey = key;
    this.#followed = new RingBuffer(FOLLOWED_CAPACITY);
    if (key !== undefined) for (const event of this.#events) if (event.key === key) this.#followed.push(event);
    this.view.invalidate();
  }

  /** While popping is paused: one key, with all its deltas. */
  stepPop(): void {
    this.#gate.step();
  }

  /** The journeys of the followed key, oldest first. */
  journeys(): readonly Journey[] {
    return this.#followedKey === undefined ? [] : journeysOf(this.#followedKey, this.#followed);
  }

  snapshot(): PipelineSnapshot {
    const now = this.#clock.now();
    const informers = this.#informers;
    const fifo = fifoState(informers);
    const controller = this.#controllerState();
    const listeners = informers.flatMap((informer) => informer.listeners());
    return {
      at: now,
      sync: this.syncState(),
      hasSynced: this.hasSynced,
      resourceVersion: informers[0]?.lastSyncResourceVersion() ?? '',
      reflector: reflectorState([...this.#facts.values()], informers),
      steps: this.#meters.states(now),
      lag: this.#lag(now, [
        fifo.oldestSince,
        ...listeners.map(({ oldestSince }) => oldestSince),
        controller.kind === 'off' ? undefined : controller.oldestSince,
      ]),
      fifo,
      indexer: indexerState(informers, this.#meters.operations(now)),
      listeners,
      controller,
      faults: this.faults.armed(),
      isPopPaused: this.faults.isPopPaused,
      journey: this.journeys().at(-1),
      followedKey: this.#followedKey,
      recentKeys: this.#recentKeys(),
      timeLine: [...this.#timeLine],
      events: this.#eventCounts(),
    };
  }

  /** Up to a million times a second: nothing here may cost more than some additions. */
  #takeStep(event: StepEvent, informer: string): void {
    // Read once: the steps are objects of nine shapes.
    const { step, key, at } = event;
    if (step === 2) this.#gate.wake();
    else if (step === 4) this.#meters.count(event.operation);
    this.#meters.take(step, key, at);
    this.#keep(event, at);
    if (key === this.#followedKey) this.#followed.push(event);
    this.#tell(event, informer);
  }

  #keep(event: StepEvent, at: number): void {
    this.#events.push(event);
    if (at >= this.#secondEnd) {
      this.#secondEnd = at + 1_000;
      this.#room = EVENT_CAPACITY;
    }
    if (--this.#room > 0 || this.#isFlooded) return;
    this.#isFlooded = true;
    // What they would miss is not to be taken for time that has passed.
    this.#meters.probes.clear();
    this.#clock.after(FLOOD_MS, () => {
      this.#isFlooded = false;
      this.#secondEnd = 0;
    });
  }

  /**
   * A first list of ten thousand would go through the ring without being seen, at a tenth of the price of the list
   * itself. Its steps are counted, and built only for those who listen, or follow a key.
   */
  #passesOver(step: StepNumber): boolean {
    if (!this.#isFlooded || this.#listeners.size > 0 || this.#followedKey !== undefined) return false;
    this.#passedOver++;
    this.#meters.passOver(step);
    if (step === 2) this.#gate.wake();
    this.view.invalidate();
    return true;
  }

  #takeNote(note: NoteEvent, informer: string): void {
    this.#timeLine.push({ informer, note });
    this.#tell(note, informer);
  }

  #tell(event: PipelineEvent, informer: string): void {
    if (this.#listeners.size > 0) for (const listener of this.#listeners) listener(event, informer);
    this.view.invalidate();
  }

  #eventCounts(): PipelineSnapshot['events'] {
    const kept = this.#events.length;
    const lost = this.#events.dropped + this.#passedOver;
    return { kept, lost, total: kept + lost };
  }

  #controllerState(): ControllerState {
    return this.#controller?.state() ?? { kind: 'off' };
  }

  #lag(now: number, since: readonly (number | undefined)[]): LagState {
    const known = since.filter((at) => at !== undefined);
    return { ...this.#meters.probes.lag, oldestMs: known.length === 0 ? undefined : now - Math.min(...known) };
  }

  #recentKeys(): string[] {
    const keys = new Set<string>();
    const furthest = Math.min(this.#events.length, RECENT_STEPS);
    for (let back = 1; back <= furthest && keys.size < RECENT_KEYS; back++) {
      const event = this.#events.at(-back);
      if (event?.step === 1) keys.add(event.key);
    }
    return [...keys];
  }
}
