using System.Collections.Immutable;
using FreeSpectra.Measures;
using FreeSpectra.Numerics;

namespace FreeSpectra.Plots;

/// <summary>A sample of eigenvalues, with the multiple ones told apart from the rest.</summary>
/// <remarks>
/// An atom of the limit law is a multiple eigenvalue of a finite matrix: many eigenvalues that agree to rounding. Its
/// place moves from draw to draw, so that a histogram would smear it; here such runs are collected, and each goes to the
/// nearest atom of the law.
/// </remarks>
public sealed record SampleParts
{
    private const double SameEigenvalue = 1e-9; // relative to the largest: what dense eigensolvers leave of a multiplicity
    private const int ShortestRun = 3;

    private SampleParts(ImmutableArray<double> simple, ImmutableArray<Atom> multiple, int total)
    {
        Simple = simple;
        Multiple = multiple;
        Total = total;
    }

    /// <summary>The eigenvalues that stand alone, in increasing order.</summary>
    public ImmutableArray<double> Simple { get; }

    /// <summary>The runs of equal eigenvalues: the mean place and the fraction of all eigenvalues.</summary>
    public ImmutableArray<Atom> Multiple { get; }

    /// <summary>The number of all eigenvalues.</summary>
    public int Total { get; }

    /// <summary>Splits a sample.</summary>
    /// <param name="eigenvalues">All eigenvalues of all draws, in any order, finite.</param>
    /// <param name="atoms">The atoms of the law; runs nearest to the same atom are put together.</param>
    public static SampleParts Split(IReadOnlyCollection<double> eigenvalues, IReadOnlyCollection<Atom> atoms)
    {
        ArgumentNullException.ThrowIfNull(eigenvalues);
        ArgumentNullException.ThrowIfNull(atoms);
        double[] sorted = [.. eigenvalues.Select(eigenvalue => Require.Finite(eigenvalue))];
        Array.Sort(sorted);
        double gap = sorted.Length == 0 ? 0.0 : SameEigenvalue * Math.Max(Math.Abs(sorted[0]), Math.Abs(sorted[^1]));
        var simple = ImmutableArray.CreateBuilder<double>();
        SortedDictionary<double, (double Sum, int Count)> runs = [];
        for (int start = 0, end; start < sorted.Length; start = end)
        {
            end = start + 1;
            while (end < sorted.Length && sorted[end] - sorted[end - 1] <= gap)
            {
                end++;
            }

            ReadOnlySpan<double> run = sorted.AsSpan(start, end - start);
            if (run.Length < ShortestRun)
            {
                simple.AddRange(run);
                continue;
            }

            double place = run[run.Length / 2];
            double key = atoms.Count == 0 ? place : atoms.MinBy(atom => Math.Abs(atom.Location - place)).Location;
            (double sum, int count) = runs.GetValueOrDefault(key);
            runs[key] = (sum + (place * run.Length), count + run.Length);
        }

        return new SampleParts(
            simple.ToImmutable(),
            [.. runs.Values.Select(run => new Atom(run.Sum / run.Count, (double)run.Count / sorted.Length))],
            sorted.Length);
    }

    /// <summary>Whether two samples have the same parts.</summary>
    public bool Equals(SampleParts? other) =>
        other is not null && Total == other.Total && Simple.AsSpan().SequenceEqual(other.Simple.AsSpan())
        && Multiple.AsSpan().SequenceEqual(other.Multiple.AsSpan());

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Total, Simple.Length, Multiple.Length);
}
