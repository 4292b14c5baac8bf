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
  ['words that only sound like it', 'kubectl get secrets, tokens and passwords'],
  ['a Secret in a table', 'default-token   kubernetes.io/service-account-token   3      5d'],
];

describe('detectors', () => {
  test.each(cases)('%s', (_name, marked) => {
    const text = marked.replace(/[‹›]/g, '');
    const expected = marked.replace(/‹(.*?)›/g, (_all, secret: string) => '*'.repeat(secret.length));
    expect(redactText(text, DETECTORS)).toBe(expected);
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
