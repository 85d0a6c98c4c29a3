/** "q_proj" -> "q", as papers write it. */
export function moduleName(module: string): string {
  return module.replace(/_proj$/u, "");
}
