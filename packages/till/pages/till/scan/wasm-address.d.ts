/** The bundler gives the address of a file that is asked for this way. */
declare module '*.wasm?url' {
  const address: string;
  // biome-ignore lint/style/noDefaultExport: that is how the bundler gives it.
  export default address;
}
