/** The parser of `.env`, loaded where there is one. A bundle has no names of a CommonJS package to `import()`. */
export { parse } from "dotenv";
