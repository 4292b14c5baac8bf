import { Box, Text } from 'ink';
import { type Chrome, tooSmallText } from './chrome-rows.ts';
import { useView } from './hooks/use-view.ts';
import type { ScreenId } from './key-entry.ts';
import type { Pane } from './pane.ts';
import { Row } from './ui/row.tsx';

interface ChromeView {
  readonly subscribe: (listener: () => void) => () => void;
  readonly getSnapshot: () => Chrome;
}

/** The frame: tabs, truth line, the body of the pane in front, key bar; overlay and toast over them. */
export function App({ view, panes }: { view: ChromeView; panes: Readonly<Record<ScreenId, Pane>> }) {
  const chrome = useView(view);
  if (chrome.isTooSmall) return <TooSmall cols={chrome.cols} rows={chrome.rows} />;
  const { cols, rows, theme, overlay, toast } = chrome;
  const { Body } = panes[chrome.screen];
  return (
    <Box width={cols} height={rows} flexDirection="column">
      <Row spans={chrome.tabs} theme={theme} />
      <Row spans={chrome.truth} theme={theme} />
      <Box height={rows - 3} width={cols} flexDirection="column" flexShrink={0}>
        <Body cols={cols} rows={rows - 3} />
      </Box>
      <Row spans={chrome.keys} theme={theme} />
      {toast === undefined ? null : (
        <Box position="absolute" marginLeft={toast.x} marginTop={rows - 2}>
          <Row spans={toast.spans} theme={theme} ground="dialog" />
        </Box>
      )}
      {overlay === undefined ? null : (
        <Box position="absolute" marginLeft={overlay.x} marginTop={overlay.y} flexDirection="column">
          {overlay.rows.map(({ spans, ground }, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a row of the overlay is told apart by its place only
            <Row key={index} spans={spans} theme={theme} ground={ground} />
          ))}
        </Box>
      )}
    </Box>
  );
}

function TooSmall({ cols, rows }: { cols: number; rows: number }) {
  return (
    <Box width={cols} height={rows} justifyContent="center" alignItems="center">
      <Text wrap="truncate">{tooSmallText(cols, rows)}</Text>
    </Box>
  );
}
