import { describe, expect, test } from 'vitest';
import { DETECTORS, detectorsWith, findSecrets, redactText } from '../../../src/recorder/index.ts';

const HEX = '0123456789abcdef'.repeat(4);

/** Text with the secret between guillemets; without any, nothing is a secret. */
const cases: readonly (readonly [name: string, marked: string])[] = [
  ['bearer', 'curl -H "Authorization: Bearer ‹abcdefgh12345›" https://x'],
  ['bearer in lower case', 'authorization: bearer ‹abcdefgh12345›'],
  ['basic', 'Authorization: Basic ‹dXNlcjpwYXNz›'],
  ['authorization of another kind', 'Authorization: ‹s3cr3tvalue› rest'],
  ['a short word after Basic', 'Basic idea'],
  ['jwt', 'got ‹eyJhbGciOi.eyJzdWIiOi.c2lnbmF0dXJl› done'],
  ['kubeadm token', 'kubeadm join 10.0.0.1:6443 ‹abcdef.0123456789abcdef› ok'],
  ['not a token: too long', 'xabcdef.0123456789abcdef'],
  ['not a token: a file', 'config.yaml and abcdef.0123456789abcde'],
  ['discovery hash', `--discovery-token-ca-cert-hash sha256:‹${HEX}›`],
  ['a digest of an image is none', `image@sha256:${HEX}`],
  ['certificate key', `--certificate-key ‹${HEX}›`],
  ['certificate key on the next line', `[upload-certs] Using certificate key:\n‹${HEX}›\n`],
  ['k3s token', `‹K10${HEX}::server:abc›`],
  ['k3s variable', 'K3S_TOKEN=‹mytoken›'],
  ['kubeconfig', 'client-key-data: ‹LS0tLS1CRUdJTg==›'],
  ['kubeconfig, certificate', '    certificate-authority-data: ‹LS0tLS1CRUdJTg==›'],
  ['assignment', 'DB_PASSWORD=‹hunter2› ./run'],
  ['assignment in YAML', 'password: ‹hunter2›'],
  ['assignment in JSON', '{"token": "‹abc123›", "user": "me"}'],
  ['api key', 'api_key = ‹abc›'],
  ['password flag', 'mysql --password ‹hunter2› db'],
  ['token flag', 'kubeadm join --token=‹abc›'],
  ['AWS', 'key ‹AKIAIOSFODNN7EXAMPLE›'],
  ['GitHub', 'git clone https://‹ghp_abcdefghijklmnopqrst0123456789abcdef›@github.com'],
  ['GitLab', '‹glpat-abcdefghij0123456789›'],
  ['Slack', '‹xoxb-123456789012-abcdef›'],
  ['Amazon, temporary', 'key ‹ASIAIOSFODNN7EXAMPLE›'],
  ['AWS variable', 'AWS_SECRET_ACCESS_KEY=‹wJalrXUtnFEMI/K7MDENG+bPx›'],
  ['a value in quotes with blanks', 'password: "‹correct horse battery›" # and more'],
  ['a value in quotes with the other quote', `token='‹it"s›' x`],
  ['a value with commas and semicolons', 'DB_PASSWORD=‹a,b;c›, next'],
  ['JSON within JSON', '{\\"password\\":\\"‹hunter2›\\",\\"user\\":\\"me\\"}'],
  ['assignment by an arrow', "secret => '‹hunter2›'"],
  ['an empty value', '{"password": "", "user": "me"}'],
  ['a key in base64', `tls.key: ‹LS0tLS1CRUdJTiBQUklWQVRFIEtFWS0tLS0tCk1JSQ==›`],
  ['a user in a URL', 'git clone https://me:‹hunter2›@example.org/x.git'],
  ['a token of five parts', '‹eyJhbGciOiJI.eyJzdWIiOiIx.abcd.efgh.ijkl›'],
  ['words that only sound like it', 'kubectl get secrets, tokens and passwords'],
  ['a Secret in a table', 'default-token   kubernetes.io/service-account-token   3      5d'],
];

const UUID = '6f1c9a5e-3b0d-4f7a-9c55-0d3b7a1e2f44';
/** Lines that look a little like secrets and must stay as they are. */
const INNOCENT: readonly string[] = [
  'NAME                       READY   STATUS             RESTARTS        AGE',
  'web-5d4f8c7b9d-x2x9k       1/1     Running            12 (3m4s ago)   5d2h',
  'NAME              TYPE                                  DATA   AGE',
  'default-token     kubernetes.io/service-account-token   3      5d',
  'Basic Commands (Beginner):',
  'Basic authentication is switched off.',
  'the bearer of this',
  'commit 3f786850e387550fdab836ed7e6dc881de23001b (HEAD -> main, origin/main)',
  'index 83db48f..bf269f4 100644',
  '-rw-r--r-- 1 root root   4096 Nov 25 10:02 config.yaml',
  '-rw-r--r-- 1 pi pi 120 Nov 25 10:02 package.deploymentcontroller.json.bak',
  `    Image ID:       docker.io/library/nginx@sha256:${HEX}`,
  `sha256:${HEX}: Pulling from library/nginx`,
  `${HEX}  kpi-tui.tar.gz`,
  `uid: ${UUID}`,
  '  automountServiceAccountToken: false',
  '  secretName: my-tls',
  '  - secretRef:',
  'Mountable secrets:   <none>',
  'Tokens:              <none>',
  "    PASSWORD:  <set to the key 'password' in secret 'db'>  Optional: false",
  'Password: ',
  'Enter passphrase for key /home/pi/.ssh/id_ed25519: ',
  'tls.crt: LS0tLS1CRUdJTiBDRVJUSUZJQ0FURS0tLS0tCk1JSURFVENDQWZtZ0F3SUJBZ0k=',
  '-----BEGIN CERTIFICATE-----',
  'MIIDETCCAfmgAwIBAgIUJ9Xl3b0V5rYz6uXn0kq8Qb3mO1wwDQYJKoZIhvcNAQEL',
  `<img src="data:image/png;base64,${Buffer.from(HEX).toString('base64')}">`,
  'https://kubernetes.io/docs/concepts/configuration/secret/#token',
  'ssh://git@github.com:22/owner/repository',
  'http://[::1]:8080/@scope/package',
  'PWD=/home/pi  SHLVL=1  TERM=xterm-256color',
  'I1125 10:02:03.123456   12345 reflector.go:561] Listing and watching *v1.Pod',
  '10.42.0.15:8080 -> 192.168.178.1:443 [SYN] seq=0 win=64240',
  'kernel.unprivileged_userns_clone = 1',
];

describe('detectors', () => {
  test.each(cases)('%s', (_name, marked) => {
    const text = marked.replace(/[‹›]/g, '');
    const expected = marked.replace(/‹(.*?)›/g, (_all, secret: string) => '*'.repeat(secret.length));
    expect(redactText(text, DETECTORS)).toBe(expected);
  });

  test.each(INNOCENT)('%j is no secret', (line) => {
    expect(redactText(line, DETECTORS)).toBe(line);
  });

  test('a private key is masked between its ends', () => {
    const text = '-----BEGIN RSA PRIVATE KEY-----\nMIIE\nabcd==\n-----END RSA PRIVATE KEY-----\n';
    expect(redactText(text, DETECTORS)).not.toMatch(/MIIE|abcd/);
    expect(redactText(text, DETECTORS)).toContain('-----BEGIN RSA PRIVATE KEY-----');
    expect(redactText('-----BEGIN CERTIFICATE-----\nMIIE\n', DETECTORS)).toContain('MIIE');
  });

  test.each([
    ['Authorization: Bearer abc', 'abc'],
    ['eyJhbGciOiJ', 'eyJhbGciOiJ'],
    ['export GH=ghp_abc', 'ghp_abc'],
    [`--certificate-key ${HEX.slice(0, 7)}`, HEX.slice(0, 7)],
    ['AKIAIO', 'AKIAIO'],
  ])('while %j is being written, what is there is masked', (text, part) => {
    const [secret] = findSecrets(text, DETECTORS, true);
    expect(text.slice(secret?.from, secret?.to)).toBe(part);
    expect(findSecrets(text, DETECTORS, false)).toEqual([]);
  });

  test("a person's own pattern masks its match, or its group named secret", () => {
    const own = (pattern: string) => detectorsWith([{ name: 'own', pattern }], () => {});
    expect(redactText('order ab-1234 of shop', own('ab-\\d+'))).toBe('order ******* of shop');
    expect(redactText('pin 1234 ok\npin 56 ok', own('pin (?<secret>\\d+) ok'))).toBe('pin **** ok\npin ** ok');
    expect(redactText('token=abc', own('x'))).toBe('token=***');
  });

  test('a pattern that needs more than 5 ms for a line is given up, and said once; the others go on', () => {
    const disabled: string[] = [];
    const patterns = [
      { name: 'slow', pattern: '(a+)+$' },
      { name: 'fast', pattern: 'b+' },
    ];
    const detectors = detectorsWith(patterns, (name) => disabled.push(name));
    expect(redactText('aaa ok', detectors)).toBe('aaa ok');
    const line = `${'a'.repeat(40)}!bb`;
    expect(redactText(line, detectors)).toBe(`${'a'.repeat(40)}!**`);
    expect(redactText(line, detectors)).toContain('!**');
    expect(disabled).toEqual(['slow']);
    expect(redactText('aaa', detectors)).toBe('aaa');
  });

  test('a pattern that is none is an error with its name', () => {
    expect(() => detectorsWith([{ name: 'own', pattern: '(' }], () => {})).toThrow(/the pattern 'own' cannot be used/);
  });

  test('a wide character becomes two stars', () => {
    expect(redactText('password: 好x', DETECTORS)).toBe('password: ***');
  });
});
