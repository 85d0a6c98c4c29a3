/** Dot products of vectors with each other. */

/**
 * Gram matrix of `count` vectors, `[count, count]`, in double precision; value i of vector r stands
 * at r · vectorStride + i · valueStride of `values`.
 */
export function gram(
  values: Float32Array,
  count: number,
  length: number,
  vectorStride: number,
  valueStride: number,
): Float64Array {
  const result = new Float64Array(count * count);
  for (let r = 0; r < count; r++) {
    for (let s = r; s < count; s++) {
      let [left, right, sum] = [r * vectorStride, s * vectorStride, 0];
      for (let i = 0; i < length; i++) {
        sum += values[left]! * values[right]!;
        left += valueStride;
        right += valueStride;
      }
      result[r * count + s] = result[s * count + r] = sum;
    }
  }
  return result;
}
