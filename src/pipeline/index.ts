export {
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
  LimiterName,
  PipelineSnapshot,
  ReflectorState,
  RunningController,
  StepNumber,
  StepState,
  TimeLineEntry,
} from './pipeline-snapshot.ts';
