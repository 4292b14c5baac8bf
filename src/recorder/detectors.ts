/** Part of a text that is a secret; `to` is exclusive. */
export interface Secret {
  readonly from: number;
  readonly to: number;
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
}

const HEX_64 = '[0-9a-f]{64}';

/** The words before a value that is nobody's business, in assignments of shells, YAML, JSON and flags. */
const SECRET_NAME = '(?:password|passwd|secret|token|api[_-]?key)';

/** A frame around a form is no value. */
const VALUE = '[^\\s"\',;\\u2500-\\u257f]';

export const DETECTORS: readonly Detector[] = [
  {
    name: 'bearer',
    hint: /bearer|basic|authorization/i,
    patterns: [
      /\b(?:Bearer|Basic)[ \t]+(?<secret>[^\s"']{8,})/gi,
      /\bAuthorization["']?:[ \t]*["']?(?<secret>(?!(?:Bearer|Basic)\b)[^\s"']{8,})/gi,
    ],
    open: [/\b(?:Bearer|Basic)[ \t]+(?<secret>[^\s"']+)$/gi],
  },
  {
    name: 'jwt',
    hint: /eyJ/,
    patterns: [/\beyJ[\w-]{4,}\.[\w-]{4,}\.[\w-]*/g],
    open: [/\beyJ[\w-]{4,}(?:\.[\w-]*){0,2}$/g],
  },
  {
    name: 'kubeadm',
    hint: /\.(?<=[a-z0-9]{6}\.)[a-z0-9]{16}|ca-cert-hash|certificate-key/,
    patterns: [
      /\b[a-z0-9]{6}\.[a-z0-9]{16}\b/g,
      new RegExp(`--discovery-token-ca-cert-hash[ =]+["']?sha256:(?<secret>${HEX_64})`, 'g'),
      new RegExp(`--certificate-key[ =]+["']?(?<secret>${HEX_64})`, 'g'),
    ],
    open: [
      /--discovery-token-ca-cert-hash[ =]+["']?sha256:(?<secret>[0-9a-f]+)$/g,
      /--certificate-key[ =]+["']?(?<secret>[0-9a-f]+)$/g,
    ],
  },
  {
    name: 'k3s',
    hint: /K10|K3S/,
    patterns: [new RegExp(`\\bK10${HEX_64}::[^\\s"']+`, 'g'), /\bK3S_TOKEN=["']?(?<secret>[^\s"']+)/g],
    open: [/\bK10[0-9a-f]{8,64}(?:::?[^\s"']*)?$/g],
  },
  {
    name: 'kubeconfig',
    hint: /-data/,
    patterns: [
      /\b(?:client-key-data|client-certificate-data|certificate-authority-data)["']?:[ \t]*["']?(?<secret>[^\s"',]+)/g,
    ],
  },
  {
    name: 'assignment',
    hint: /passw|secret|token|api.?key/i,
    patterns: [
      new RegExp(`${SECRET_NAME}["']?[ \\t]*[=:][ \\t]*["']?(?<secret>${VALUE}+)`, 'gi'),
      new RegExp(`--${SECRET_NAME}(?:[ \\t]+|=)["']?(?<secret>[^\\s"']+)`, 'gi'),
    ],
  },
  {
    name: 'cloud',
    hint: /AKIA|gh[opsu]_|github_pat|glpat|xox/,
    patterns: [
      /\bAKIA[0-9A-Z]{16}\b/g,
      /\b(?:gh[opsu]|github_pat)_\w{20,}/g,
      /\bglpat-[\w-]{16,}/g,
      /\bxox[abeprs]-[\w-]{10,}/g,
    ],
    open: [/\bAKIA[0-9A-Z]+$/g, /\b(?:gh[opsu]|github_pat)_\w+$/g, /\bglpat-[\w-]+$/g, /\bxox[abeprs]-[\w-]+$/g],
  },
];

/** Detectors of the settings: the whole match is masked, or only its group named `secret`. */
export function userDetector(name: string, source: string): Detector {
  return { name, patterns: [new RegExp(source, 'gd')] };
}

/** The secrets in one line (or several, divided by newlines). `isOpen`: its end is where text is still being written. */
export function findSecrets(text: string, detectors: readonly Detector[], isOpen = false): Secret[] {
  const found: Secret[] = [];
  for (const detector of detectors) {
    if (detector.hint?.test(text) === false) continue;
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
  const whole = [match.index, match.index + match[0].length] as const;
  const indices = match.indices?.groups?.secret;
  if (indices !== undefined) return indices;
  const secret = match.groups?.secret;
  return secret === undefined ? whole : [whole[1] - secret.length, whole[1]];
}
