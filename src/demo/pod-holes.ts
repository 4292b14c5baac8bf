/** What differs between the pods of one revision; `''` stands for a part that such a pod has not. */
export interface PodHoles {
  readonly name: string;
  readonly uid: string;
  readonly version: string;
  readonly created: string;
  readonly node: string;
  /** A whole member of the spec, with a comma behind it. */
  readonly nodeName: string;
  readonly job: string;
  /** Whole members of the metadata, with a comma behind them. */
  readonly deletion: string;
  /** The status, as JSON. */
  readonly status: string;
}

/** Stands on both sides of a hole; no text of a pod has it. */
export const MARK = '@@';
export const hole = (name: keyof PodHoles): string => `${MARK}${name}${MARK}`;
