import type { PartId } from './pipeline-layout.ts';

/** What a person has chosen in the pipeline view. What happens in the pipeline is in the session. */
export interface PipelineModel {
  readonly focus: PartId;
  /** Rows that a part is scrolled down; without an entry the time line shows its end, the others their beginning. */
  readonly tops: Readonly<Partial<Record<PartId, number>>>;
  /** The part that is explained in words, over the view. */
  readonly explained: PartId | undefined;
}

export type PipelineMessage =
  | { readonly type: 'focus'; readonly part: PartId }
  /** One part on, among those that are seen. */
  | { readonly type: 'focusNext'; readonly parts: readonly PartId[]; readonly step: 1 | -1 }
  | { readonly type: 'scroll'; readonly part: PartId; readonly top: number | undefined }
  | { readonly type: 'explain' }
  | { readonly type: 'closeExplanation' };

export const INITIAL_PIPELINE: PipelineModel = { focus: 'steps', tops: {}, explained: undefined };

export function updatePipeline(model: PipelineModel, message: PipelineMessage): PipelineModel {
  switch (message.type) {
    case 'focus':
      return model.focus === message.part ? model : { ...model, focus: message.part };
    case 'focusNext': {
      const { parts, step } = message;
      const next = parts[(parts.indexOf(model.focus) + step + parts.length) % parts.length];
      return next === undefined ? model : { ...model, focus: next };
    }
    case 'scroll':
      if (model.tops[message.part] === message.top) return model;
      return { ...model, tops: { ...model.tops, [message.part]: message.top } };
    case 'explain':
      return { ...model, explained: model.focus };
    case 'closeExplanation':
      return model.explained === undefined ? model : { ...model, explained: undefined };
  }
}

/** The first row of a part that is seen, of `count` rows on `rows`. The time line follows its end until it is scrolled. */
export function topOf({ tops }: PipelineModel, part: PartId, { count, rows }: { count: number; rows: number }): number {
  const last = Math.max(0, count - rows);
  const top = tops[part] ?? (part === 'timeLine' ? last : 0);
  return Math.max(0, Math.min(top, last));
}
