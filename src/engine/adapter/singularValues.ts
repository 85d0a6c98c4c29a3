/** Singular values of scaling · BA without ever forming BA, from two rank × rank matrices. */
import type { SingularValues } from "../../shared/inspection";
import { gram } from "./gram";
import { byModule, type ModuleTensors } from "./tensors";

/** Per module and layer, largest first; `rank` values each. */
export function singularValues(
  tensors: readonly ModuleTensors[],
  scaling: number,
): SingularValues {
  return byModule(tensors, (tensor) => ofProduct(tensor).map((value) => scaling * value));
}

/**
 * With A Aᵀ = V D Vᵀ, the squares of BA's singular values are the eigenvalues of
 * √D Vᵀ (BᵀB) V √D. Holds for a singular A Aᵀ too, where Cholesky would fail.
 */
function ofProduct({ rank, A, B, in: size, out }: ModuleTensors): number[] {
  const ofA = gram(A, rank, size, size, 1);
  const ofB = gram(B, rank, out, 1, rank);
  const { values, vectors } = eigen(matrix(rank, (r, s) => ofA[r * rank + s]!));
  const root = (row: number, column: number) =>
    Math.sqrt(Math.max(0, values[row]!)) * vectors[column]![row]!;
  const middle = matrix(rank, (row, column) => {
    let sum = 0;
    for (let s = 0; s < rank; s++) {
      for (let t = 0; t < rank; t++) {
        sum += root(row, s) * ofB[s * rank + t]! * root(column, t);
      }
    }
    return sum;
  });
  return eigen(middle)
    .values.map((value) => Math.sqrt(Math.max(0, value)))
    .sort((a, b) => b - a);
}

type Matrix = number[][];

function matrix(size: number, value: (row: number, column: number) => number): Matrix {
  return Array.from({ length: size }, (_, row) =>
    Array.from({ length: size }, (__, column) => value(row, column)),
  );
}

const SWEEPS = 30;
const PRECISION = 1e-14;

/**
 * Eigenvalues and eigenvectors (columns) of a symmetric matrix by cyclic Jacobi rotations
 * (Golub and Van Loan, Matrix Computations, section 8.5).
 */
function eigen(symmetric: Matrix): { values: number[]; vectors: Matrix } {
  const size = symmetric.length;
  const a = symmetric.map((row) => [...row]);
  const vectors = matrix(size, (row, column) => (row === column ? 1 : 0));
  for (let sweep = 0; sweep < SWEEPS && !isDiagonal(a); sweep++) {
    for (let p = 0; p < size; p++) {
      for (let q = p + 1; q < size; q++) rotate(a, vectors, p, q);
    }
  }
  return { values: a.map((row, index) => row[index]!), vectors };
}

function isDiagonal(a: Matrix): boolean {
  let off = 0;
  let all = 0;
  a.forEach((row, p) =>
    row.forEach((value, q) => {
      all += value * value;
      if (p !== q) off += value * value;
    }),
  );
  return off <= PRECISION * PRECISION * all;
}

/** Makes a[p][q] zero. */
function rotate(a: Matrix, vectors: Matrix, p: number, q: number): void {
  const between = a[p]![q]!;
  if (between === 0) return;
  const theta = (a[q]![q]! - a[p]![p]!) / (2 * between);
  const t = (theta < 0 ? -1 : 1) / (Math.abs(theta) + Math.sqrt(theta * theta + 1));
  const c = 1 / Math.sqrt(t * t + 1);
  const s = t * c;
  const turn = (rows: Matrix, at: (k: number, index: number) => [number, number]) => {
    for (let k = 0; k < rows.length; k++) {
      const [pRow, pColumn] = at(k, p);
      const [qRow, qColumn] = at(k, q);
      const left = rows[pRow]![pColumn]!;
      const right = rows[qRow]![qColumn]!;
      rows[pRow]![pColumn] = c * left - s * right;
      rows[qRow]![qColumn] = s * left + c * right;
    }
  };
  turn(a, (k, index) => [k, index]);
  turn(a, (k, index) => [index, k]);
  turn(vectors, (k, index) => [k, index]);
}
