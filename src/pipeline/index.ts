export { formatMs, noteText, STEP_NAMES, stepText } from './event-text.ts';
export type { ExampleController } from './example-controller.ts';
export type { Faults } from './faults.ts';
export { LIMITER_NAMES, type LimiterName } from './limiters.ts';
export {
  type ControllerOptions,
  type InformerHooks,
  type PipelineListener,
  PipelineSession,
  type PipelineSessionOptions,
} from './pipeline-session.ts';
export type {
  ArmedFault,
  ControllerState,
  FifoState,
  IndexerState,
  Journey,
  LagState,
  Latency,
  PipelineSnapshot,
  ReflectorState,
  RunningController,
  StepNumber,
  StepState,
  TimeLineEntry,
} from './pipeline-snapshot.ts';
export type { StreamHeader } from './stream-line.ts';
export { StreamReader } from './stream-reader.ts';
export { StreamRecorder, type StreamSink } from './stream-recorder.ts';
export { StreamReplay } from './stream-replay.ts';
