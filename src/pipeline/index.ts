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
