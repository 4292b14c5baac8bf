import type { CommandSpec } from '../config/index.ts';
import type { LimiterName } from '../pipeline/index.ts';
import { FAULT_USAGES } from './pipeline-faults.ts';

// By name, as the table is read at every start and the pipeline is not.
const LIMITERS: readonly LimiterName[] = ['controller', 'item', 'fast-slow', 'bucket', 'max-wait'];

export const PIPELINE_COMMAND: CommandSpec = {
  name: 'pipeline',
  summary: "show client-go's informer pipeline at work: each step of each pod",
  arguments: '',
  minArguments: 0,
  maxArguments: 0,
  options: [
    {
      name: 'output',
      short: 'o',
      value: 'FORM',
      choices: ['text', 'jsonl'],
      help: 'text (default) or jsonl: one step or note a line',
    },
    { name: 'for', value: 'TIME', help: 'end after this time (10s, 2m); else when it is interrupted' },
    { name: 'metrics', help: 'print no steps but, at the end, the metrics as Prometheus text' },
    { name: 'record', value: 'FILE', help: 'record the watch stream into a new file, to be replayed' },
    { name: 'replay', value: 'FILE', help: 'take the pods from a recorded watch stream; - is standard input' },
    { name: 'speed', value: 'N', help: 'replay so many times as fast (default 1)' },
    { name: 'selector', short: 'l', value: 'SEL', help: 'label selector, as in kubectl' },
    { name: 'field-selector', value: 'SEL', help: 'field selector, as in kubectl' },
    { name: 'watch-list', help: 'begin with a watch that brings everything, not with a list' },
    {
      name: 'queue',
      value: 'KIND',
      choices: ['delta', 'real'],
      help: 'delta (default): the DeltaFIFO; real: the RealFIFO of client-go since 1.33',
    },
    { name: 'workers', value: 'N', help: 'workers of the example controller (default 2)' },
    {
      name: 'limiter',
      value: 'NAME',
      choices: LIMITERS,
      help: 'rate limiter of its work queue (default controller)',
    },
    {
      name: 'fault',
      value: 'FAULT',
      multiple: true,
      help: 'arm a fault of the teaching mode: NAME[=ARGS][@TIME]; may be repeated',
    },
  ],
  notes: [
    'Steps: 1 the reflector took an object, 2 its delta is in the FIFO, 3 the key was popped, 4 the operation is chosen, 5 the store has it, 6 a handler is to be told, 7 the key is in the work queue, 8 a worker has it, 9 the worker read the object by its key.',
    '-o jsonl prints a document for each step: step (1 to 9) key at elapsedMs informer, up to step 6 resourceVersion, and by step: 1 source eventType · 2 deltaType depth deltasForKey · 3 deltaTypes waitedMs isInInitialList · 4 deltaType operation · 5 size changedIndexes · 6 handler notification isSync pending · 7 queue deduplicated delayMs numRequeues · 8 worker waitedMs · 9 worker found.',
    'And for each note: note at elapsedMs informer and what it has to say. Notes: list-start list-page list-end watch-open watch-close watch-error bookmark backoff relist gone resync skipped-event malformed-line process-error handler-threw slow-handler initial-events-late requeued forgotten dropped fault warning.',
    `Faults: ${FAULT_USAGES.join(', ')}. @5s arms it after five seconds.`,
    'A recording holds what the server answered as the pods screen keeps it, without environment variables and the like; it is readable by its owner alone.',
  ],
  examples: [
    { command: 'kpi-tui pipeline --demo --for 10s', what: 'ten seconds of the demo cluster' },
    { command: 'kpi-tui pipeline -n shop -o jsonl | jq -c "select(.step==9)"', what: 'what the workers read' },
    { command: 'kpi-tui pipeline -A --record stream.jsonl', what: 'record what the server says until Ctrl-C' },
    { command: 'kpi-tui pipeline --replay stream.jsonl --speed 10', what: 'the same again, ten times as fast' },
    { command: 'kpi-tui pipeline --demo --for 20s --fault refuse=3@5s', what: 'a server that is away for three tries' },
  ],
};
