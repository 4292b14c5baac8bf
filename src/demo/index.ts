export { DemoApi } from './demo-api.ts';
export { DemoCluster } from './demo-cluster.ts';
export { DemoServer } from './demo-server.io.ts';
export { ObjectStore, type StoredObject } from './object-store.ts';
export { type RunningDemo, startDemoCluster } from './start-demo-cluster.io.ts';
export { TimerHeap } from './timer-heap.ts';
