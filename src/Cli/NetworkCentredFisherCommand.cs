using System.CommandLine;
using System.Text.Json;
using FreeSpectra.Measures;
using FreeSpectra.Networks;
using FreeSpectra.Networks.CentredFisher;
using static System.FormattableString;

namespace FreeSpectra.Cli;

/// <summary><c>network centred-fisher</c>: the law of the mean-subtracted Fisher matrix beside the bounds on its top.</summary>
public static class NetworkCentredFisherCommand
{
    /// <summary>The command.</summary>
    public static Command Create()
    {
        NetworkOptions network = new(WeightEnsemble.Gaussian);
        Option<string> samples = new("--samples-per-width")
        {
            Description = "T/M > 0, the number of samples over the width that relative widths refer to",
            Required = true,
        };
        Option<string?> at = new("--at") { Description = "where the density is wanted: a:b:n or a list" };
        Option<bool> json = new("--json") { Description = "one JSON object" };
        Command command = new("centred-fisher", "The limit law of the mean-subtracted Fisher matrix, one output, T proportional to M.")
        {
            samples, at, json,
        };
        network.AddTo(command);
        command.SetAction(parse => (int)Run(
            () => network.Bind(parse),
            parse.GetRequiredValue(samples),
            parse.GetValue(at),
            parse.GetValue(json),
            parse.InvocationConfiguration.Output,
            parse.InvocationConfiguration.Error));
        return command;
    }

    /// <summary>Answers the question.</summary>
    public static ExitCode Run(
        Func<NetworkSpecification> network, string samples, string? at, bool json, TextWriter output, TextWriter error) =>
        CommandRunner.RunPatiently("network centred-fisher", error, () =>
        {
            ArgumentNullException.ThrowIfNull(network);
            NetworkSpecification specification = network();
            RequireSetting(specification);
            double ratio = Grid.Number("--samples-per-width", samples);
            if (!(ratio > 0.0))
            {
                throw new ArgumentException(Invariant($"--samples-per-width must be > 0, but is {ratio:R}."));
            }

            IReadOnlyList<double> points = at is null ? [] : Grid.Parse("--at", at);
            CentredFisherLaw law = new(specification, ratio);
            MeanSubtractionBounds bounds = new(specification, ratio);
            if (json)
            {
                WriteJson(law, bounds, points, output);
            }
            else
            {
                WriteText(law, bounds, points, output);
            }

            return ExitCode.Success;
        });

    private static void RequireSetting(NetworkSpecification specification)
    {
        if (specification.Weights != WeightEnsemble.Gaussian)
        {
            throw new ArgumentException("--weights must be gaussian for centred-fisher: the law with other weights is not known.");
        }

        if (specification.Normalization is not (Normalization.None or Normalization.MeanLast))
        {
            throw new ArgumentException(
                $"--norm must be mean-last (or left out) for centred-fisher, but is {NormalizationNames.NameOf(specification.Normalization)}.");
        }
    }

    private static string Name(CentredFisherLaw law)
    {
        string activation = law.Specification.Layers[0].Activation?.Name ?? "linear";
        return Invariant($"centred-fisher(activation={activation}, depth={law.Specification.Depth}, samples-per-width={law.SamplesPerWidth:R})");
    }

    private static void WriteJson(
        CentredFisherLaw law, MeanSubtractionBounds bounds, IReadOnlyList<double> points, TextWriter output) =>
        JsonOutput.Write(output, writer =>
        {
            writer.WriteStartObject();
            LawJson.WriteFields(writer, Name(law), law, points, band => !law.IsTail(band));
            writer.WriteNumber("topOfSupport", law.TopOfBulk);
            writer.WriteBoolean("topIsAtom", false);
            writer.WriteNumber("tailMass", law.TailMass);
            LawJson.WriteBands(writer, "tails", law.Bands.Where(law.IsTail));
            writer.WriteNumber("floor", law.Floor);
            writer.WriteNumber("meanFromOrderParameters", law.MeanFromOrderParameters);
            writer.WriteNumber("paperLowerBound", bounds.LowerBound);
            writer.WriteNumber("paperUpperOrder", bounds.UpperOrder);
            writer.WriteNumber("c1", bounds.C1);
            writer.WriteNumber("c2", bounds.C2);
            writer.WriteEndObject();
        });

    private static void WriteText(
        CentredFisherLaw law, MeanSubtractionBounds bounds, IReadOnlyList<double> points, TextWriter output)
    {
        output.WriteLine("Mean-subtracted Fisher matrix, limit of large widths with T/M fixed");
        foreach (Atom atom in law.Atoms)
        {
            output.WriteLine(Invariant($"atom             {atom.Weight:G10} at {atom.Location:G12}"));
        }

        foreach (Band band in law.Bands.Where(band => !law.IsTail(band)))
        {
            output.WriteLine(Invariant($"bulk             [{band.Left:G12}, {band.Right:G12}], mass {band.Mass:G10}"));
        }

        output.WriteLine(Invariant($"top of the bulk  {law.TopOfBulk:G12}: where the largest eigenvalue settles"));
        if (law.TailMass > 0.0)
        {
            output.WriteLine(Invariant(
                $"tail above it    mass {law.TailMass:E2}: an eigenvalue lies there only once T is about {1.0 / law.TailMass:E1}"));
        }

        output.WriteLine(Invariant($"mean             {law.Mean:G12}, variance {law.Variance:G12}, total mass {law.TotalMass:G15}"));
        output.WriteLine(Invariant(
            $"lower bound      {bounds.LowerBound:G12} = rho alpha (kappa1 - kappa2) + c1, KAA19 theorem 3.3 (ii), with c1 = {bounds.C1:G8}"));
        output.WriteLine(Invariant(
            $"upper bound      {bounds.UpperOrder:G12} sqrt(M), sqrt((alpha^2 rho (kappa1 - kappa2)^2 + c2) M) of the same theorem, with c2 = {bounds.C2:G8}"));
        LawText.WritePoints(output, law, points);
    }
}
