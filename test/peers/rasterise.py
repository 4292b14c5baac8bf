"""Draws with other people's rasterisers, for tests to hold our pictures against. Reads JSON on stdin, writes JSON on stdout.

glyphs: {"font": FILE, "face": N, "glyphs": [{"text", "size", "left"}]} by FreeType, unhinted: bitmap, its place, coverage 0..255
svg:    {"svg": TEXT} by resvg: width, height, and the pixels as 0xRRGGBB
"""
import json
import struct
import sys
import zlib


def glyphs(request):
    import freetype
    face = freetype.Face(request['font'], request.get('face', 0))
    unit = freetype.Matrix(0x10000, 0, 0, 0x10000)
    for glyph in request['glyphs']:
        face.set_char_size(round(glyph['size'] * 64), 0, 72, 72)
        face.set_transform(unit, freetype.Vector(round(glyph['left'] * 64), 0))
        face.load_char(glyph['text'], freetype.FT_LOAD_NO_HINTING | freetype.FT_LOAD_NO_BITMAP)
        face.glyph.render(freetype.FT_RENDER_MODE_NORMAL)
        bitmap = face.glyph.bitmap
        rows = [bitmap.buffer[y * bitmap.pitch:y * bitmap.pitch + bitmap.width] for y in range(bitmap.rows)]
        yield {'left': face.glyph.bitmap_left, 'top': face.glyph.bitmap_top, 'rows': rows}


def svg(request):
    import resvg_py
    png = bytes(resvg_py.svg_to_bytes(svg_string=request['svg']))
    width, height = struct.unpack('>II', png[16:24])
    data, at = b'', 8
    while at < len(png):
        length, kind = struct.unpack('>I4s', png[at:at + 8])
        data += png[at + 8:at + 8 + length] if kind == b'IDAT' else b''
        at += 12 + length
    return {'width': width, 'height': height, 'pixels': unfiltered(zlib.decompress(data), width, height)}


def unfiltered(data, width, height):
    """Rows of a PNG of four channels (PNG, third edition, 9.2)."""
    stride, before, pixels = width * 4, bytearray(width * 4), []
    for y in range(height):
        kind, row = data[y * (stride + 1)], bytearray(data[y * (stride + 1) + 1:(y + 1) * (stride + 1)])
        for x in range(stride):
            a, b, c = (row[x - 4], before[x], before[x - 4]) if x > 3 else (0, before[x], 0)
            p = a + b - c
            nearest = min((abs(p - a), 0, a), (abs(p - b), 1, b), (abs(p - c), 2, c))[2]
            row[x] = (row[x] + (0, a, b, (a + b) // 2, nearest)[kind]) & 255
        pixels += [row[x] << 16 | row[x + 1] << 8 | row[x + 2] for x in range(0, stride, 4)]
        before = row
    return pixels


request = json.load(sys.stdin)
json.dump(list(glyphs(request)) if sys.argv[1] == 'glyphs' else svg(request), sys.stdout)
