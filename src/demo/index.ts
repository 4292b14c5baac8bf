export { DemoCluster, type DemoClusterOptions } from './demo-cluster.ts';
export { DemoServer } from './demo-server.io.ts';
export { type DemoOptions, type RunningDemo, startDemoCluster } from './start-demo-cluster.io.ts';
