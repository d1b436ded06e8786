// Compresses one file as small as it gets: node compress.mjs (br|gz) SOURCE RESULT
import { readFileSync, writeFileSync } from "node:fs";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";

const [encoding, source, result] = process.argv.slice(-3);
const bytes = readFileSync(source);
const packed = encoding === "br"
  ? brotliCompressSync(bytes, {
      params: {
        [constants.BROTLI_PARAM_QUALITY]: 11,
        [constants.BROTLI_PARAM_LGWIN]: 22,
        [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length,
      },
    })
  : gzipSync(bytes, { level: 9 });
writeFileSync(result, packed);
