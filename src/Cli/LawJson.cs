using System.Text.Json;
using FreeSpectra.Measures;
using FreeSpectra.Numerics;

namespace FreeSpectra.Cli;

/// <summary>The fields that every command which answers with a law has in common.</summary>
public static class LawJson
{
    /// <summary>Writes law, mean, variance, total mass, atoms, bands and the density at the points asked for.</summary>
    /// <param name="json">The writer, inside an object.</param>
    /// <param name="name">The canonical text of the law.</param>
    /// <param name="law">The law.</param>
    /// <param name="points">Where the density is wanted; may be empty.</param>
    /// <param name="listed">Which bands are listed; all of them by default.</param>
    public static void WriteFields(
        Utf8JsonWriter json, string name, SpectralMeasure law, IEnumerable<double> points, Predicate<Band>? listed = null)
    {
        ArgumentNullException.ThrowIfNull(json);
        ArgumentNullException.ThrowIfNull(law);
        ArgumentNullException.ThrowIfNull(points);
        json.WriteString("law", name);
        json.WriteNumberIfFinite("mean", law.HasMoment(1) ? law.Mean : null);
        json.WriteNumberIfFinite("variance", law.HasMoment(2) ? law.Variance : null);
        json.WriteNumber("totalMass", law.TotalMass);
        WriteAtoms(json, "atoms", law.Atoms);
        WriteBands(json, "bands", law.Bands.Where(band => listed is null || listed(band)));
        WritePoints(json, law, points);
    }

    /// <summary>Writes an array of atoms: location and weight.</summary>
    public static void WriteAtoms(Utf8JsonWriter json, string name, IEnumerable<Atom> atoms)
    {
        ArgumentNullException.ThrowIfNull(json);
        ArgumentNullException.ThrowIfNull(atoms);
        json.WriteStartArray(name);
        foreach (Atom atom in atoms)
        {
            json.WriteStartObject();
            json.WriteNumber("location", atom.Location);
            json.WriteNumber("weight", atom.Weight);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    /// <summary>Writes an array of bands: ends, mass and the exponents at the ends; an end that is infinite is said to be, and an exponent is left out where there is no power.</summary>
    public static void WriteBands(Utf8JsonWriter json, string name, IEnumerable<Band> bands)
    {
        ArgumentNullException.ThrowIfNull(json);
        ArgumentNullException.ThrowIfNull(bands);
        json.WriteStartArray(name);
        foreach (Band band in bands)
        {
            json.WriteStartObject();
            json.WriteNumberIfFinite("left", band.Left);
            json.WriteNumberIfFinite("right", band.Right);
            if (double.IsInfinity(band.Left))
            {
                json.WriteBoolean("leftIsInfinite", true);
            }

            if (double.IsInfinity(band.Right))
            {
                json.WriteBoolean("rightIsInfinite", true);
            }

            json.WriteNumber("mass", band.Mass);
            json.WriteNumberIfFinite("leftExponent", band.LeftExponent);
            json.WriteNumberIfFinite("rightExponent", band.RightExponent);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WritePoints(Utf8JsonWriter json, SpectralMeasure law, IEnumerable<double> points)
    {
        bool started = false;
        foreach (double x in points)
        {
            if (!started)
            {
                json.WriteStartArray("points");
                started = true;
            }

            Estimate<double> density = Asked.At("--at", x, law.DensityEstimate);
            json.WriteStartObject();
            json.WriteNumber("x", x);
            if (double.IsPositiveInfinity(density.Value))
            {
                json.WriteBoolean("densityIsInfinite", true);
            }
            else
            {
                json.WriteNumberIfFinite("density", density.Value);
                json.WriteNumberIfFinite("error", density.Error);
            }

            json.WriteEndObject();
        }

        if (started)
        {
            json.WriteEndArray();
        }
    }
}
