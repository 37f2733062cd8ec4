using FreeSpectra.Measures;
using FreeSpectra.Numerics;
using static System.FormattableString;

namespace FreeSpectra.Cli;

/// <summary>What every command that answers with a law says of it to people, as <see cref="LawJson"/> does to programs.</summary>
internal static class LawText
{
    private const int ManyAtoms = 12; // more are told in one line
    private const int ManyAtomsAmongBands = 40; // a deep network may have one for each layer

    /// <summary>Writes the moments, atoms and bands, one indented line each.</summary>
    public static void WriteShape(TextWriter output, SpectralMeasure law)
    {
        string average = law.HasMoment(1) ? Invariant($"mean {law.Mean:G15}, ") : "";
        string spread = law.HasMoment(2) ? Invariant($"variance {law.Variance:G15}, ") : "";
        output.WriteLine(Invariant($"  {average}{spread}total mass {law.TotalMass:G15}"));
        if (law.Atoms.Length > (law.Bands.IsEmpty ? ManyAtoms : ManyAtomsAmongBands))
        {
            (double least, double most) = (law.Atoms.Min(atom => atom.Weight), law.Atoms.Max(atom => atom.Weight));
            string weight = least == most ? Invariant($"weight {least:G15}") : Invariant($"weights {least:G6} to {most:G6}");
            output.WriteLine(Invariant(
                $"  {law.Atoms.Length} atoms of {weight} between {law.Atoms.Min(atom => atom.Location):G15} and {law.Atoms.Max(atom => atom.Location):G15}; --json lists them"));
        }
        else
        {
            foreach (Atom atom in law.Atoms)
            {
                output.WriteLine(Invariant($"  atom {atom.Weight:G15} at {atom.Location:G15}"));
            }
        }

        foreach (Band band in law.Bands)
        {
            output.WriteLine(Invariant(
                $"  band [{band.Left:G15}, {band.Right:G15}] of mass {band.Mass:G15}, exponents {Exponent(band.LeftExponent)} and {Exponent(band.RightExponent)}"));
        }
    }

    /// <summary>Writes the density at each point with its error.</summary>
    public static void WritePoints(TextWriter output, SpectralMeasure law, IEnumerable<double> points)
    {
        foreach (double x in points)
        {
            Estimate<double> density = Asked.At("--at", x, law.DensityEstimate);
            string value = double.IsPositiveInfinity(density.Value)
                ? "infinite"
                : Invariant($"{density.Value:G15} ± {density.Error:0.0e+0}");
            output.WriteLine(Invariant($"  density at {x:R}: {value}"));
        }
    }

    private static string Exponent(double value) => double.IsFinite(value) ? Invariant($"{value:0.####}") : "no power";
}
