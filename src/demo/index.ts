export { type DemoAnswer, DemoApi, type DemoRequest } from './demo-api.ts';
export { DemoCluster, type DemoClusterOptions } from './demo-cluster.ts';
export { DemoServer } from './demo-server.io.ts';
export { type Change, ObjectStore, type StoredObject } from './object-store.ts';
export { type DemoOptions, type RunningDemo, startDemoCluster } from './start-demo-cluster.io.ts';
export { TimerHeap } from './timer-heap.ts';
