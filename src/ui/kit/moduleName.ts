/** Short name of a module as papers write it: "q" for "q_proj". */
export function moduleName(module: string): string {
  return module.replace(/_proj$/u, "");
}
