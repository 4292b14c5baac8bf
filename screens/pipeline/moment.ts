/** A moment of the day in UTC: `10:02:11`. */
export const formatMoment = (at: number): string => new Date(at).toISOString().slice(11, 19);
