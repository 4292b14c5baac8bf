/** Part of a text; `to` is exclusive. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** Part of a text that is a secret. */
export interface Secret extends Span {
  /** Name of the detector. */
  readonly by: string;
}

/** Finds one kind of secret in a line. The secret is the end of a match: its group `secret`, or all of it. */
export interface Detector {
  readonly name: string;
  /** A text without it holds none of these secrets: one fast look instead of several slow ones. */
  readonly hint?: RegExp;
  readonly patterns: readonly RegExp[];
  /**
   * Patterns for a line that still grows: they match up to its end and mask from the introducer on, so that nobody has to
   * wait for the rest.
   */
  readonly open?: readonly RegExp[];
  /** Looks by other means than patterns; the parts of the text that are secrets. */
  readonly find?: (text: string) => readonly Span[];
}

const HEX_64 = '[0-9a-f]{64}';

/** The words before a value that is nobody's business, in assignments of shells, YAML, JSON and flags. */
const SECRET_NAME = '(?:password|passwd|passphrase|secret|token|api[_-]?key|secret[_-]?(?:access[_-]?)?key)';
/** Also in JSON within JSON, where quotes have a backslash; `:=` and `=>` when a value follows them apart. */
const ASSIGNED = '\\\\?["\']?[ \\t]*[=:][ \\t]*(?:[=>](?:[ \\t]+|(?=["\'])))?';
/** What stands in such a place and tells nothing. */
const NO_VALUE = '(?!(?:true|false|null|nil|none|undefined|<none>|<unset>|<set|\\{\\}|\\[\\])(?=[\\s,;)}\\]]|$))';
/** A frame around a form is no value, nor is what divides it from the next one. */
const BARE = `${NO_VALUE}(?<secret>(?!\\\\["'])[^\\s"'\\u2500-\\u257f]*(?<![,;]))`;
/** To the other quote, or to the end of the line where there is none. */
const QUOTED = '\\\\?(["\'])(?!\\1)(?<secret>[^\\n\\u2500-\\u257f]+?)(?=\\\\?\\1|[\\n\\u2500-\\u257f]|$)';

const assigned = (introducer: string): RegExp[] => [
  new RegExp(introducer + BARE, 'gi'),
  new RegExp(introducer + QUOTED, 'gi'),
];

export const DETECTORS: readonly Detector[] = [
  {
    name: 'bearer',
    hint: /bearer|basic|authorization/i,
    patterns: [
      /\bBearer[ \t]+(?<secret>[^\s"'\u2500-\u257f]{8,})/gi,
      // "Basic Commands" are words.
      /\b(?:[Bb]asic|BASIC)[ \t]+(?<secret>(?![A-Za-z][a-z]*[^\w\s"'+/=-]*(?:[\s"']|$))[^\s"'\u2500-\u257f]{8,})/g,
      /\bAuthorization["']?:[ \t]*["']?(?<secret>(?!(?:Bearer|Basic)\b)[^\s"'\u2500-\u257f]{8,})/gi,
      /\bAuthorization["']?:[ \t]*["']?Basic[ \t]+(?<secret>[^\s"'\u2500-\u257f]{8,})/gi,
    ],
    open: [
      /\bBearer[ \t]+(?<secret>[^\s"'\u2500-\u257f]+)$/gi,
      /\b(?:[Bb]asic|BASIC)[ \t]+(?<secret>(?![A-Za-z][a-z]*$)[^\s"'\u2500-\u257f]+)$/g,
    ],
  },
  {
    name: 'jwt',
    hint: /eyJ/,
    patterns: [/\beyJ[\w-]{4,}\.[\w-]{4,}(?:\.[\w-]*)+/g],
    open: [/\beyJ[\w-]{4,}(?:\.[\w-]*)*$/g],
  },
  {
    name: 'kubeadm',
    hint: /\.(?<=[a-z0-9]{6}\.)[a-z0-9]{16}|ca-cert-hash|certificate[- ]key/,
    patterns: [
      /\b[a-z0-9]{6}\.[a-z0-9]{16}\b/g,
      new RegExp(`--discovery-token-ca-cert-hash[ =]+["']?sha256:(?<secret>${HEX_64})`, 'g'),
      new RegExp(`--certificate-key[ =]+["']?(?<secret>${HEX_64})`, 'g'),
      // `kubeadm init --upload-certs` prints it on a line of its own.
      new RegExp(`certificate key:\\s+(?<secret>${HEX_64})`, 'g'),
    ],
    open: [
      /--discovery-token-ca-cert-hash[ =]+["']?sha256:(?<secret>[0-9a-f]+)$/g,
      /--certificate-key[ =]+["']?(?<secret>[0-9a-f]+)$/g,
    ],
  },
  {
    name: 'k3s',
    hint: /K10|K3S/,
    patterns: [
      new RegExp(`\\bK10${HEX_64}::[^\\s"'\\u2500-\\u257f]+`, 'g'),
      /\bK3S_TOKEN=["']?(?<secret>[^\s"'\u2500-\u257f]+)/g,
    ],
    open: [/\bK10[0-9a-f]{8,64}(?:::?[^\s"'\u2500-\u257f]*)?$/g],
  },
  {
    name: 'kubeconfig',
    hint: /-data/,
    patterns: [
      /\b(?:client-key-data|client-certificate-data|certificate-authority-data)\\?["']?:[ \t]*\\?["']?(?<secret>[^\s"',\\\u2500-\u257f]+)/g,
    ],
  },
  {
    // A key in base64, as the data of a Secret is; certificates are public.
    name: 'private-key',
    hint: /LS0tLS1CRUdJTi/,
    patterns: [/LS0tLS1CRUdJTi(?!BDRVJU)[\w+/-]{8,}={0,2}/g],
  },
  {
    name: 'assignment',
    hint: /passw|passphrase|secret|token|api.?key/i,
    patterns: [...assigned(SECRET_NAME + ASSIGNED), ...assigned(`--${SECRET_NAME}(?:[ \\t]+|=)`)],
  },
  {
    name: 'url',
    hint: /:\/\/[^\s/]*@/,
    patterns: [/:\/\/[^\s/:@]*:(?<secret>[^\s/@]+)(?=@)/g],
  },
  {
    name: 'cloud',
    hint: /A[KS]IA|gh[opsu]_|github_pat|glpat|xox/,
    patterns: [
      /\bA[KS]IA[0-9A-Z]{16}\b/g,
      /\b(?:gh[opsu]|github_pat)_\w{16,}/g,
      /\bglpat-[\w.-]{16,}/g,
      /\bxox[a-z]-[\w-]{10,}/g,
    ],
    open: [/\bA[KS]IA[0-9A-Z]+$/g, /\b(?:gh[opsu]|github_pat)_\w+$/g, /\bglpat-[\w.-]+$/g, /\bxox[a-z]-[\w-]+$/g],
  },
];

/** The secrets in one line (or several, divided by newlines). `isOpen`: its end is where text is still being written. */
export function findSecrets(text: string, detectors: readonly Detector[], isOpen = false): Secret[] {
  const found: Secret[] = [];
  for (const detector of detectors) {
    if (detector.hint?.test(text) === false) continue;
    for (const span of detector.find?.(text) ?? []) found.push({ ...span, by: detector.name });
    const patterns = isOpen ? [...detector.patterns, ...(detector.open ?? [])] : detector.patterns;
    for (const pattern of patterns) {
      for (const match of text.matchAll(pattern)) {
        const [from, to] = spanOf(match);
        if (to > from) found.push({ from, to, by: detector.name });
      }
    }
  }
  return found;
}

function spanOf(match: RegExpExecArray): readonly [number, number] {
  const end = match.index + match[0].length;
  const secret = match.groups?.secret;
  return [secret === undefined ? match.index : end - secret.length, end];
}
