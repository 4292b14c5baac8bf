import type { WorkloadPlan } from './workload.ts';

/** Moves the cursor, wipes the screen, sets the title and the clipboard, rings, hides: in C0, C1 and bidi forms. */
const ATTACKS: readonly string[] = [
  '\u001b[2J\u001b[H',
  '\u001b]0;owned\u0007',
  '\u001b]52;c;b3duZWQ=\u001b\\',
  '\u009b31m\u009d0;owned\u009c',
  '\u202egnp.exe\u202c',
  'zero\u200bwidth\ufeff',
  'line\r\nbreak\ttab',
  '\u001bP+q544e\u001b\\',
];

/** Pods that no server would make: what a screen shows of them must be harmless. */
export const HOSTILE_PLANS: readonly WorkloadPlan[] = ATTACKS.map((attack, index) => ({
  namespace: 'hostile',
  name: `evil-${index}${attack}`,
  kind: 'Deployment',
  replicas: 1,
  behaviour: index % 2 === 0 ? 'bad-image' : 'steady',
  ageHours: 1,
  containers: [{ name: `app${attack}`, image: `registry.example/${attack}`, cpu: '10m', memory: '16Mi' }],
}));
