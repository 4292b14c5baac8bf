import { hashName } from './demo-names.ts';
import { hole } from './pod-holes.ts';
import type { ContainerPlan, Revision, WorkloadPlan } from './workload.ts';

/** The spec of a revision's pods. */
export function specObject(plan: WorkloadPlan, revision: Revision): object {
  const token = `kube-api-access-${hashName(`${plan.name}/${revision.hash}`, 5)}`;
  const of = (container: ContainerPlan) => containerOf(plan, container, { revision, token });
  const probes = plan.kind === 'CronJob' ? () => ({}) : probesOf;
  const containers = plan.containers.map((container) => ({ ...of(container), ...probes(container) }));
  const init = [
    ...(plan.init ?? []).map(of),
    ...(plan.sidecars ?? []).map((container) => ({ ...of(container), restartPolicy: 'Always' })),
  ];
  return {
    volumes: [
      { name: 'config', configMap: { name: `${plan.name}-config`, defaultMode: 420 } },
      {
        name: 'data',
        ...(plan.kind === 'StatefulSet'
          ? { persistentVolumeClaim: { claimName: `data-${hole('name')}` } }
          : { emptyDir: {} }),
      },
      {
        name: token,
        projected: {
          sources: [
            { serviceAccountToken: { expirationSeconds: 3607, path: 'token' } },
            { configMap: { name: 'kube-root-ca.crt', items: [{ key: 'ca.crt', path: 'ca.crt' }] } },
            {
              downwardAPI: {
                items: [{ path: 'namespace', fieldRef: { apiVersion: 'v1', fieldPath: 'metadata.namespace' } }],
              },
            },
          ],
          defaultMode: 420,
        },
      },
    ],
    ...(init.length > 0 ? { initContainers: init } : {}),
    containers,
    restartPolicy: plan.kind === 'CronJob' ? 'Never' : 'Always',
    terminationGracePeriodSeconds: 30,
    dnsPolicy: 'ClusterFirst',
    nodeSelector: { 'kubernetes.io/os': 'linux' },
    serviceAccountName: plan.name,
    serviceAccount: plan.name,
    nodeName: hole('nodeName'),
    ...(plan.hostNetwork ? { hostNetwork: true } : {}),
    securityContext: { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } },
    schedulerName: 'default-scheduler',
    tolerations: ['not-ready', 'unreachable'].map((what) => ({
      key: `node.kubernetes.io/${what}`,
      operator: 'Exists',
      effect: 'NoExecute',
      tolerationSeconds: 300,
    })),
    priority: 0,
    enableServiceLinks: true,
    preemptionPolicy: 'PreemptLowerPriority',
  };
}

function containerOf(
  plan: WorkloadPlan,
  container: ContainerPlan,
  more: { revision: Revision; token: string },
): object {
  const variables = { LOG_LEVEL: 'info', GOMEMLIMIT: container.memory };
  return {
    name: container.name,
    image: `${container.image}:${more.revision.tag}`,
    args: ['--config=/etc/app/config.yaml', `--listen=:${container.port ?? 8080}`],
    ports: [{ name: 'http', containerPort: container.port ?? 8080, protocol: 'TCP' }],
    env: [
      ...Object.entries(variables).map(([name, value]) => ({ name, value })),
      { name: 'POD_NAME', valueFrom: { fieldRef: { apiVersion: 'v1', fieldPath: 'metadata.name' } } },
      {
        name: 'API_KEY',
        valueFrom: { secretKeyRef: { name: `${plan.name}-${hashName(plan.name, 5)}`, key: 'api-key' } },
      },
    ],
    resources: { limits: { memory: container.memory }, requests: { cpu: container.cpu, memory: container.memory } },
    volumeMounts: [
      { name: 'config', readOnly: true, mountPath: '/etc/app' },
      { name: 'data', mountPath: '/data' },
      { name: more.token, readOnly: true, mountPath: '/var/run/secrets/kubernetes.io/serviceaccount' },
    ],
    terminationMessagePath: '/dev/termination-log',
    terminationMessagePolicy: 'File',
    imagePullPolicy: 'IfNotPresent',
    securityContext: { readOnlyRootFilesystem: true, allowPrivilegeEscalation: false },
  };
}

function probesOf({ port = 8080 }: ContainerPlan): object {
  const probe = (path: string, periodSeconds: number) => ({
    httpGet: { path, port, scheme: 'HTTP' },
    timeoutSeconds: 2,
    periodSeconds,
    successThreshold: 1,
    failureThreshold: 3,
  });
  return { livenessProbe: probe('/healthz', 10), readinessProbe: probe('/ready', 5) };
}
