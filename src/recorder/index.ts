export { castLosses } from './cast-losses.ts';
export { readBytes, readCast } from './cast-reader.io.ts';
export { type CastSource, openCastSource } from './cast-source.io.ts';
export { measureCast } from './cast-survey.io.ts';
export { type ConvertFormat, convertCast } from './convert-cast.ts';
export { addMarkers, editMarkers, type MarkerEdit } from './edit-markers.io.ts';
export { cutCast } from './editing/cast-cut.ts';
export { CastJoiner } from './editing/cast-join.ts';
export {
  type CastMeasures,
  type CastRange,
  mergedRanges,
  positionWithin,
  rangeOf,
  remainingRanges,
} from './editing/cast-range.ts';
export {
  type ExportRequest,
  type ExportSummary,
  gifFacts,
  PICTURE_CHOICES,
  summarySentence,
} from './export-request.ts';
export { ExportSession, type ExportState } from './export-session.ts';
export { type Export, startExport } from './export-thread.io.ts';
export { withFileInput } from './file-input.io.ts';
export { exportGif, type GifExportTools } from './gif-export.io.ts';
export type { GifExportProgress, GifRequest, GifSummary } from './gif-request.ts';
export { installIdOf } from './install-id.io.ts';
export { openCastFile } from './open-cast-file.io.ts';
export { plainText } from './plain-text.ts';
export { type CastMatch, searchCast } from './playing/cast-search.ts';
export { Pacer } from './playing/pacer.ts';
export { PlayRegion } from './playing/play-region.ts';
export { PlaySession, type PlaySessionOptions } from './playing/play-session.ts';
export { Player, type PlayerOptions, type PlayerState, type ScreenMaker } from './playing/player.ts';
export { type Preview, PreviewCache } from './playing/preview-cache.ts';
export { RawFilter } from './playing/raw-filter.ts';
export type { CastMarker } from './playing/seek-index.ts';
export { PtyRecording, type PtyRecordingOptions } from './pty-recording.ts';
export type { RecordingFacts, RecordingFault } from './recording-facts.io.ts';
export { deleteRecordings, renameRecording } from './recording-files.io.ts';
export { type Library, RecordingLibrary } from './recording-library.io.ts';
export { keptSentence, type RecordingState, recordingChip } from './recording-state.ts';
export { listRecordings, newRecordingPath, type RecordingFile } from './recordings-folder.io.ts';
export { DETECTORS, type Detector, findSecrets, type Secret } from './redaction/detectors.ts';
export { CastRedactor, type MaskedSecret } from './redaction/redact-cast.ts';
export { redactText } from './redaction/redact-text.ts';
export { type SecretPlaces, surveySecrets } from './redaction/secret-survey.ts';
export { loadScreenMaker } from './screen-maker.ts';
export { ScreenRecording, type ScreenRecordingOptions } from './screen-recording.ts';
export { styleOfCell } from './screen-style.ts';
export { exportStill, type StillRequest } from './still-export.io.ts';
export { withTemporaryFolder } from './temporary-folder.io.ts';
export { writeWhole } from './temporary-output.io.ts';
export type { UploadAnswer } from './upload-answer.ts';
export { detectorsWith, type UserPattern } from './user-detectors.io.ts';

/** HTTP costs start-up time, so it is loaded by those who upload: `const { uploadCast } = await loadUpload()`. */
export const loadUpload = (): Promise<typeof import('./upload.io.ts')> => import('./upload.io.ts');
