/** Real lists of fields go to the leaves; below this depth lies nothing but length. */
const DEEPEST = 4;

/** The fields of an object as server-side apply writes them down (`fieldsV1`): what makes real objects as long as they are. */
export function fieldsOf(value: unknown, depth = 0): Record<string, unknown> {
  const fields: Record<string, unknown> = {};
  if (depth >= DEEPEST) return fields;
  if (Array.isArray(value)) {
    for (const item of value as unknown[]) {
      const key = keyOf(item);
      if (key !== undefined) fields[`k:${JSON.stringify(key)}`] = { '.': {}, ...fieldsOf(item, depth + 1) };
    }
  } else if (typeof value === 'object' && value !== null) {
    for (const [name, inner] of Object.entries(value)) fields[`f:${name}`] = fieldsOf(inner, depth + 1);
  }
  return fields;
}

/** Items of a list are owned by what tells them apart. */
function keyOf(item: unknown): Record<string, unknown> | undefined {
  if (typeof item !== 'object' || item === null) return undefined;
  for (const name of ['name', 'type', 'ip', 'mountPath', 'containerPort', 'uid']) {
    if (name in item) return { [name]: (item as Record<string, unknown>)[name] };
  }
  return undefined;
}
