declare module "idiomorph/dist/idiomorph.esm.js" {
  export const Idiomorph: { morph(old: Node, next: string, config?: object): void };
}
