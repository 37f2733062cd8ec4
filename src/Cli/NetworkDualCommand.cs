using System.Collections.Immutable;
using System.CommandLine;
using System.Globalization;
using FreeSpectra.Networks.Activations;
using FreeSpectra.Networks.MeanField;
using FreeSpectra.Numerics;
using static System.FormattableString;

namespace FreeSpectra.Cli;

/// <summary><c>network dual</c>: E φ(u)φ(v) and E φ'(u)φ'(v) for a correlated Gaussian pair.</summary>
public static class NetworkDualCommand
{
    /// <summary>The command.</summary>
    public static Command Create()
    {
        Option<string> activation = new("--activation") { Description = "a name or a formula in x", Required = true };
        Option<string> variances = new("--variances") { Description = "Var u,Var v, both > 0", DefaultValueFactory = _ => "1,1" };
        Option<string> correlation = new("--correlation") { Description = "c in [-1, 1]" };
        Option<string> complement = new("--one-minus-correlation") { Description = "1 - c, in place of c where they are alike" };
        Option<bool> json = new("--json") { Description = "one JSON object" };
        Command command = new("dual", "E phi(u)phi(v) and E phi'(u)phi'(v) of a correlated Gaussian pair")
        {
            activation, variances, correlation, complement, json,
        };
        command.SetAction(parse => (int)Run(
            parse.GetRequiredValue(activation),
            parse.GetRequiredValue(variances),
            parse.GetValue(correlation),
            parse.GetValue(complement),
            parse.GetValue(json),
            parse.InvocationConfiguration.Output,
            parse.InvocationConfiguration.Error));
        return command;
    }

    /// <summary>Answers the question.</summary>
    public static ExitCode Run(
        string activation, string variances, string? correlation, string? complement, bool json, TextWriter output, TextWriter error) =>
        CommandRunner.Run("network dual", error, () =>
        {
            Activation phi = ActivationParser.Parse(activation);
            ImmutableArray<double> pair = Grid.Parse("--variances", variances);
            if (pair.Length != 2)
            {
                throw new ArgumentException(Invariant($"--variances must be two numbers, but has {pair.Length}."));
            }

            foreach (double variance in pair)
            {
                Require.Positive(variance, "--variances");
            }

            DualValue dual = DualActivation.Of(phi, pair[0], pair[^1], ReadCorrelation(correlation, complement));
            if (json)
            {
                JsonOutput.Write(output, writer =>
                {
                    writer.WriteStartObject();
                    writer.WriteString("activation", phi.Name);
                    writer.WriteNumberIfFinite("value", dual.Value);
                    writer.WriteNumberIfFinite("slope", dual.Slope);
                    writer.WriteNumberIfFinite("error", dual.Error);
                    writer.WriteNumberIfFinite("valueError", dual.ValueError);
                    writer.WriteNumberIfFinite("slopeError", dual.SlopeError);
                    writer.WriteEndObject();
                });
            }
            else
            {
                output.WriteLine(Invariant($"E phi(u)phi(v)   = {dual.Value,-24:R} error {dual.ValueError:0.0E+0}"));
                output.WriteLine(double.IsFinite(dual.Slope)
                    ? Invariant($"E phi'(u)phi'(v) = {dual.Slope,-24:R} error {dual.SlopeError:0.0E+0}")
                    : "E phi'(u)phi'(v) is infinite: phi jumps");
            }

            return ExitCode.Success;
        });

    private static Correlation ReadCorrelation(string? correlation, string? complement)
    {
        if (complement is not null)
        {
            return correlation is null
                ? Correlation.FromComplement(Require.InRange(
                    Grid.Number("--one-minus-correlation", complement), 0.0, 2.0, "--one-minus-correlation"))
                : throw new ArgumentException("--correlation and --one-minus-correlation exclude each other.");
        }

        if (correlation is null)
        {
            throw new ArgumentException("--correlation is missing: give c in [-1, 1].");
        }

        double c = Require.InRange(Grid.Number("--correlation", correlation), -1.0, 1.0, "--correlation");

        // 1 − 0.9999999999 in decimal is exact; in binary it has lost ten digits.
        return c > 0.5 && decimal.TryParse(correlation, NumberStyles.Float, CultureInfo.InvariantCulture, out decimal exact)
            ? Correlation.FromComplement((double)(1m - exact))
            : Correlation.Of(c);
    }
}
