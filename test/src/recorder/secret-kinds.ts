/** A line with one secret in it. */
export interface SecretKind {
  readonly before: string;
  readonly after: string;
  /** A secret of this kind from numbers at random; always as long. */
  make(next: (below: number) => number): string;
}

const HEX = '0123456789abcdef';
const UPPER = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';
const LOWER = UPPER.toLowerCase();
const DIGITS = '0123456789';
const WORD = UPPER + LOWER + DIGITS;

type Next = (below: number) => number;
const some = (alphabet: string, length: number) => (next: Next) =>
  Array.from({ length }, () => alphabet[next(alphabet.length)]).join('');
const kind = (before: string, make: SecretKind['make'], after = ' ok'): SecretKind => ({ before, make, after });

/** One of each detector of the recorder's specification. */
export const SECRET_KINDS: Readonly<Record<string, SecretKind>> = {
  bearer: kind('curl -H "Authorization: Bearer ', some(`${WORD}-._~+/`, 20), '" ok'),
  basic: kind('-H "Authorization: Basic ', (next) => `${some(WORD, 15)(next)}=`, '" ok'),
  jwt: kind('got ', (next) => `eyJ${some(WORD, 9)(next)}.${some(WORD, 8)(next)}.${some(`${WORD}-_`, 12)(next)}`),
  kubeadm: kind('join ', (next) => `${some(LOWER + DIGITS, 6)(next)}.${some(LOWER + DIGITS, 16)(next)}`),
  'discovery hash': kind('--discovery-token-ca-cert-hash sha256:', some(HEX, 64)),
  'certificate key': kind('--certificate-key ', some(HEX, 64)),
  k3s: kind('is ', (next) => `K10${some(HEX, 64)(next)}::server:${some(HEX, 8)(next)}`),
  'k3s variable': kind('K3S_TOKEN=', some(WORD, 12)),
  kubeconfig: kind('client-key-data: ', (next) => `${some(WORD, 22)(next)}==`),
  assignment: kind('DB_PASSWORD=', (next) => `${some(`${WORD}!#%&()*+,-./:<>?@^_{|}~`, 11)(next)}x`, ' run'),
  'quoted assignment': kind('"api_key": "', (next) => `${some(WORD, 6)(next)} ${some(WORD, 6)(next)}`, '", ok'),
  flag: kind('x --password ', some(WORD, 12), ' run'),
  aws: kind('key ', (next) => `AKIA${some(UPPER + DIGITS, 16)(next)}`),
  github: kind('key ', (next) => `ghp_${some(WORD, 36)(next)}`),
  gitlab: kind('key ', (next) => `glpat-${some(WORD, 20)(next)}`),
  slack: kind('key ', (next) => `xoxb-${some(DIGITS, 12)(next)}-${some(WORD, 12)(next)}`),
  url: kind('git clone https://me:', some(WORD, 10), '@host/x'),
};
