"""Tiny pictures with hidden data."""

import base64
import struct
import zlib


def png(*chunks: tuple[bytes, bytes], after: bytes = b"") -> bytes:
    """A PNG image of one pixel with more chunks, and with bytes after its end."""
    header = (b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0))
    pixels = (b"IDAT", zlib.compress(b"\0\x20\x40\x60"))
    parts = [b"\x89PNG\r\n\x1a\n"]
    for name, data in [header, *chunks, pixels, (b"IEND", b"")]:
        parts.append(struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data)))
    return b"".join(parts) + after


def text_chunk(text: str) -> tuple[bytes, bytes]:
    return b"tEXt", b"Author\0" + text.encode("latin-1")


def compressed_chunk(text: str) -> tuple[bytes, bytes]:
    return b"zTXt", b"Comment\0\0" + zlib.compress(text.encode("latin-1"))


def international_chunk(text: str, compressed: bool = False) -> tuple[bytes, bytes]:
    data = zlib.compress(text.encode()) if compressed else text.encode()
    return b"iTXt", b"Title\0" + bytes([compressed, 0]) + b"en\0Titel\0" + data


def profile_chunk(text: str) -> tuple[bytes, bytes]:
    return b"iCCP", b"profile\0\0" + zlib.compress(text.encode())


def exif(text: str) -> bytes:
    """Exif data with the name of an artist."""
    value = text.encode() + b"\0"
    entry = struct.pack("<HHII", 0x013B, 2, len(value), 26)
    return b"II*\0" + struct.pack("<IH", 8, 1) + entry + struct.pack("<I", 0) + value


def jpeg(*segments: tuple[int, bytes], after: bytes = b"") -> bytes:
    """A JPEG image with more segments, and with bytes after its end. Its pixels mean nothing."""
    quantization = (0xDB, b"\0" + b"\1" * 64)
    frame = (0xC0, bytes([8, 0, 8, 0, 8, 1, 1, 0x11, 0]))
    huffman = [(0xC4, bytes([kind, 1, *[0] * 15, 0])) for kind in (0, 0x10)]
    parts = [b"\xff\xd8"]
    for marker, data in [*segments, quantization, frame, *huffman, (0xDA, bytes([1, 1, 0, 0, 63, 0]))]:
        parts.append(bytes([0xFF, marker]) + struct.pack(">H", len(data) + 2) + data)
    return b"".join(parts) + b"\x3f\xff\xd9" + after


def exif_segment(text: str) -> tuple[int, bytes]:
    return 0xE1, b"Exif\0\0" + exif(text)


def xmp_segment(text: str) -> tuple[int, bytes]:
    return 0xE1, b"http://ns.adobe.com/xap/1.0/\0" + f"<x:xmpmeta>{text}</x:xmpmeta>".encode()


def gif(*extensions: bytes, after: bytes = b"") -> bytes:
    """A GIF image of one pixel with more extensions, and with bytes after its end."""
    screen = b"GIF89a" + struct.pack("<HHBBB", 1, 1, 0x80, 0, 0) + b"\0\0\0\xff\xff\xff"
    picture = b"," + struct.pack("<HHHHB", 0, 0, 1, 1, 0) + b"\x02\x02\x44\x01\0"
    return screen + b"".join(extensions) + picture + b";" + after


def gif_comment(text: str) -> bytes:
    return b"!\xfe" + bytes([len(text)]) + text.encode() + b"\0"


def gif_application(text: str) -> bytes:
    return b"!\xff\x0bXMP DataXMP" + bytes([len(text)]) + text.encode() + b"\0"


def webp(text: str) -> bytes:
    """A WebP image with Exif data."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return name + struct.pack("<I", len(data)) + data + b"\0" * (len(data) % 2)

    # A lossless picture of one pixel.
    pixels = bytes.fromhex("2f00000000073000f0ffff03")
    size = struct.pack("<I", 0)[:3]
    header = chunk(b"VP8X", b"\x08\0\0\0" + size + size)
    return chunk(b"RIFF", b"WEBP" + header + chunk(b"VP8L", pixels) + chunk(b"EXIF", exif(text)))


def svg(inside: str, before: str = "", after: str = "", attributes: str = "") -> bytes:
    """A drawing with more inside of it."""
    start = f'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"{attributes}>'
    return f'{before}{start}{inside}<rect width="9" height="9"/></svg>\n{after}'.encode()


def embedded(picture: bytes) -> str:
    """A picture as an element of a drawing."""
    return f'<image href="data:image/png;base64,{base64.b64encode(picture).decode()}"/>'
