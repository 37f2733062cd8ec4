using System.CommandLine;
using System.Text.Json;
using FreeSpectra.Networks;
using FreeSpectra.Networks.Chain;
using FreeSpectra.Networks.MeanField;
using FreeSpectra.Networks.Statistics;
using static System.FormattableString;

namespace FreeSpectra.Cli;

/// <summary><c>network doctor</c>: from an activation to an initialisation, its depth limits and its learning rate.</summary>
public static class NetworkDoctorCommand
{
    private const string Validity =
        "Holds for widths large against the depth, independent inputs of the stated moment, and the first steps of training.";

    /// <summary>The command.</summary>
    public static Command Create()
    {
        NetworkOptions options = new(WeightEnsemble.Gaussian);
        Option<string> width = new("--width") { Description = "M", DefaultValueFactory = _ => "1000" };
        Option<string?> samples = new("--samples") { Description = "T; by default M" };
        Option<string> outputs = new("--outputs") { Description = "C", DefaultValueFactory = _ => "10" };
        Option<string?> deviation = new("--max-chi-deviation") { Description = "exit code 3 when |chi_1 - 1| is larger" };
        Option<bool> json = new("--json") { Description = "one JSON object" };
        Command command = new("doctor", "Examine an initialisation and recommend one") { width, samples, outputs, deviation, json };
        options.AddTo(command);
        command.SetAction(parse => (int)Run(
            () => options.Bind(parse),
            parse.GetValue(width)!,
            parse.GetValue(samples),
            parse.GetValue(outputs)!,
            parse.GetValue(deviation),
            parse.GetValue(json),
            parse.InvocationConfiguration.Output,
            parse.InvocationConfiguration.Error));
        return command;
    }

    /// <summary>Examines the network; exit code 3 if it is farther from criticality than allowed.</summary>
    public static ExitCode Run(
        Func<NetworkSpecification> network,
        string width,
        string? samples,
        string outputs,
        string? maxDeviation,
        bool json,
        TextWriter output,
        TextWriter error) =>
        CommandRunner.Run("network doctor", error, () =>
        {
            ArgumentNullException.ThrowIfNull(network);
            double m = Grid.Number("--width", width);
            double t = samples is null ? m : Grid.Number("--samples", samples);
            if (samples is not null && !(t >= 2.0))
            {
                throw new ArgumentException(Invariant($"--samples must be >= 2 (overlaps are between different samples), but is {t:R}."));
            }

            FisherSetting setting = new(m, t, Whole("--outputs", outputs));
            double? allowed = maxDeviation is null
                ? null
                : Numerics.Require.NonNegative(Grid.Number("--max-chi-deviation", maxDeviation), "--max-chi-deviation");
            NetworkSpecification specification = network();
            NetworkPhaseCommand.Uniform(specification);
            InitializationDiagnosis diagnosis = InitializationDiagnosis.Of(specification, setting);
            if (json)
            {
                JsonOutput.Write(output, writer => WriteJson(writer, diagnosis, setting));
            }
            else
            {
                WriteText(output, diagnosis, setting);
            }

            if (allowed is not { } limit || diagnosis.Deviation <= limit)
            {
                return ExitCode.Success;
            }

            error.WriteLine(Invariant($"freespectra network doctor: |chi_1 - 1| must be <= {limit:R}, but is {diagnosis.Deviation:R}."));
            return ExitCode.Disagreement;
        });

    private static void WriteJson(Utf8JsonWriter writer, InitializationDiagnosis diagnosis, FisherSetting setting)
    {
        writer.WriteStartObject();
        NetworkPhaseCommand.WriteFields(writer, diagnosis.Point, errors =>
        {
            errors.WriteNumberIfFinite("largestEigenvalue", diagnosis.Fisher?.Errors?.Largest.Value);
            errors.WriteNumberIfFinite(
                "criticalLearningRate",
                diagnosis.CriticalLearningRate * diagnosis.Fisher?.Errors?.Largest.Value / diagnosis.Fisher?.Largest.Value);
            errors.WriteNumberIfFinite("chiDeviation", PhaseErrors.Of(diagnosis.Point).Chi1);
            errors.WriteNumberIfFinite("gradientDepth", diagnosis.GradientDepthError);
            errors.WriteNumberIfFinite("gradientFactor", diagnosis.GradientFactorError);
            errors.WriteNumberIfFinite("lastVariance", diagnosis.LastVarianceError);
        });
        writer.WriteNumberIfFinite("chiDeviation", diagnosis.Deviation);
        if (diagnosis.Critical is { } point)
        {
            writer.WriteStartObject("critical");
            NetworkGainsCommand.WritePointFields(writer, point);
            writer.WriteString("stability", NameOf(diagnosis.CriticalStability!.Value));
            writer.WriteString("phase", NetworkPhaseCommand.NameOf(diagnosis.PhaseWhenFollowed!.Value));
            writer.WriteNumberIfFinite("inputMoment", diagnosis.CriticalInputMoment);
            writer.WriteString("advice", Advice(diagnosis));
            writer.WriteEndObject();
        }

        NetworkGainsCommand.WritePoint(writer, "alternative", diagnosis.Alternative);
        writer.WriteNumberIfFinite("gradientDepth", diagnosis.GradientDepth);
        writer.WriteNumberIfFinite("gradientFactor", diagnosis.GradientFactor);
        writer.WriteNumberIfFinite("lastVariance", diagnosis.LastVariance);
        writer.WriteNumberIfFinite("largestEigenvalue", diagnosis.Fisher?.Largest.Value);
        writer.WriteNumberIfFinite("criticalLearningRate", diagnosis.CriticalLearningRate);
        writer.WriteNumber("width", setting.Width);
        writer.WriteNumberIfFinite("samples", setting.Samples);
        writer.WriteNumber("outputs", setting.Outputs);
        writer.WriteStartArray("normalizations");
        foreach (NormalizationEffect effect in diagnosis.Effects)
        {
            writer.WriteStartObject();
            writer.WriteString("norm", NameOf(effect.Normalization));
            writer.WriteNumberIfFinite("value", effect.Largest.Value);
            writer.WriteNumberIfFinite("lower", effect.Largest.Lower);
            writer.WriteNumberIfFinite("upper", effect.Largest.Upper);
            writer.WriteStartObject("errors");
            writer.WriteNumberIfFinite("value", effect.Error.Value);
            writer.WriteNumberIfFinite("lower", effect.Error.Lower);
            writer.WriteNumberIfFinite("upper", effect.Error.Upper);
            writer.WriteEndObject();
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        WriteSpectrum(writer, "spectrum", diagnosis.Spectrum, diagnosis.SpectrumTop);
        WriteSpectrum(writer, "jacobian", diagnosis.Jacobian, diagnosis.JacobianTop);
        if (diagnosis.Critical is { } critical)
        {
            writer.WriteString("pytorch", PyTorch(diagnosis.Network.Weights, Advised(diagnosis, critical)));
            writer.WriteString("keras", Keras(diagnosis.Network.Weights, Advised(diagnosis, critical)));
        }

        writer.WriteString("validity", Validity);
        writer.WriteEndObject();
    }

    private static void WriteSpectrum(Utf8JsonWriter writer, string name, ChainStatistics? spectrum, double? top)
    {
        if (spectrum is not null)
        {
            writer.WriteStartObject(name);
            writer.WriteNumberIfFinite("mean", spectrum.Mean);
            writer.WriteNumberIfFinite("standardDeviation", Math.Sqrt(spectrum.Variance));
            writer.WriteNumberIfFinite("topOfSupport", top);
            writer.WriteEndObject();
        }
    }

    private static void WriteText(TextWriter output, InitializationDiagnosis diagnosis, FisherSetting setting)
    {
        PhasePoint point = diagnosis.Point;
        output.WriteLine(point.Chi1 is { } chi
            ? Invariant($"phase        {NetworkPhaseCommand.NameOf(point.Phase)}, chi_1 = {chi:G10} ({chi - 1.0:+0.###E+0;-0.###E+0;0} from critical)")
            : $"phase        {NetworkPhaseCommand.NameOf(point.Phase)}");
        output.WriteLine(point.XiC is { } xi
            ? Invariant($"correlations settle over {xi:G6} layers, at c* = {point.CStar:G8}")
            : "correlations have no finite depth scale here");
        if (diagnosis.GradientDepth is { } depth)
        {
            string over = diagnosis.GradientFactor is { } factor ? Invariant($"; over this depth squared by {factor:G6}") : "";
            output.WriteLine(Invariant(
                $"gradients    {(point.Chi1 < 1.0 ? "vanish" : "explode")}, squared, by a factor e in {depth:G6} layers{over}"));
        }

        if (diagnosis.Fisher?.Largest.Value is { } largest)
        {
            output.WriteLine(Invariant(
                $"sharpness    lambda_max = {largest:G8} at M = {setting.Width:R}, T = {setting.Samples:R}; full-batch learning rate < {diagnosis.CriticalLearningRate:G8}"));
        }
        else if (diagnosis.Fisher is null)
        {
            output.WriteLine(Invariant($"sharpness    none: the variance grows {(double.IsFinite(diagnosis.LastVariance) ? Invariant($"to {diagnosis.LastVariance:G3}") : "out of range")} before the last layer"));
        }

        foreach (NormalizationEffect effect in diagnosis.Effects)
        {
            string upper = effect.Largest.Upper is { } most ? Invariant($", at most {most:G6}") : "";
            output.WriteLine(Invariant($"with {NameOf(effect.Normalization),-13} lambda_max at least {effect.Largest.Lower ?? effect.Largest.Value:G6}{upper}"));
        }

        WriteSpectrum(output, "spectrum H_L ", diagnosis.Spectrum, diagnosis.SpectrumTop);
        WriteSpectrum(output, "spectrum JJ' ", diagnosis.Jacobian, diagnosis.JacobianTop);
        if (diagnosis.Critical is { } critical)
        {
            output.WriteLine(Invariant(
                $"critical     sigma_w^2 = {critical.WeightVariance:G12} at sigma_b^2 = {critical.BiasVariance:G6} (gain {Math.Sqrt(critical.WeightVariance):G12}), {(diagnosis.CriticalStability == VarianceStability.Neutral ? Invariant($"any q*, here {critical.QStar:G8}") : Invariant($"q* = {critical.QStar:G8}"))}"));
            output.WriteLine($"             {Advice(diagnosis)}");
            if (diagnosis.Alternative is { } other)
            {
                output.WriteLine(Invariant(
                    $"             or sigma_w^2 = {other.WeightVariance:G12} at sigma_b^2 = {other.BiasVariance:G12}, q* = {other.QStar:G8}: half-stable, and smaller variances come to it"));
            }

            output.WriteLine($"PyTorch      {PyTorch(diagnosis.Network.Weights, Advised(diagnosis, critical))}");
            output.WriteLine($"Keras        {Keras(diagnosis.Network.Weights, Advised(diagnosis, critical))}");
        }
        else
        {
            output.WriteLine("critical     no weight variance makes this activation critical");
        }

        output.WriteLine(Validity);
    }

    private static void WriteSpectrum(TextWriter output, string name, ChainStatistics? spectrum, double? top)
    {
        if (spectrum is not null)
        {
            string reach = top is { } end && double.IsFinite(end) ? Invariant($"top {end:G8}") : "no top: the slope is unbounded";
            output.WriteLine(Invariant($"{name}{reach}, mean {spectrum.Mean:G8}, standard deviation {Math.Sqrt(spectrum.Variance):G8}"));
        }
    }

    /// <summary>What becomes of a network that follows the recommendation, in words.</summary>
    private static string Advice(InitializationDiagnosis diagnosis)
    {
        CriticalPoint critical = diagnosis.Critical!.Value;
        string drift = diagnosis.CriticalStability switch
        {
            VarianceStability.Attracting => critical.QStar > 0.0
                ? "stable: every nearby variance comes to q*"
                : "stable: variances shrink slowly towards 0, and gradients hold as they do",
            VarianceStability.Neutral => "every variance is kept as it is",
            VarianceStability.AttractingFromBelow => "half-stable: smaller variances come to q*, larger ones grow away from it",
            VarianceStability.AttractingFromAbove => "half-stable: larger variances come to q*, smaller ones fall away from it",
            _ => critical.QStar > 0.0
                ? "unstable: variances drift away from q*"
                : "half-stable: critical only in the limit of small signals, and variances grow away from it",
        };
        string phase = diagnosis.PhaseWhenFollowed == Phase.Critical
            ? ""
            : $"; from this input moment the phase there is {NetworkPhaseCommand.NameOf(diagnosis.PhaseWhenFollowed!.Value)}";
        string start = diagnosis.CriticalStability is VarianceStability.Attracting or VarianceStability.Neutral
            ? ""
            : diagnosis.CriticalInputMoment is { } moment
                ? Invariant($"; scale inputs to the moment {moment:G8} to start at q*")
                : "; scale inputs down, or normalise the layers";
        return drift + phase + start;
    }

    private static string NameOf(VarianceStability stability) => stability switch
    {
        VarianceStability.Attracting => "attracting",
        VarianceStability.Neutral => "neutral",
        VarianceStability.AttractingFromBelow => "attracting-from-below",
        VarianceStability.AttractingFromAbove => "attracting-from-above",
        _ => "repelling",
    };

    private static int Whole(string name, string text) =>
        int.TryParse(text, System.Globalization.NumberStyles.AllowLeadingSign, System.Globalization.CultureInfo.InvariantCulture, out int value) && value >= 1
            ? value
            : throw new ArgumentException($"{name} must be an integer >= 1, but is '{text}'.");

    /// <summary>The point to initialise at: the other one where variances grow without bound from the first.</summary>
    private static CriticalPoint Advised(InitializationDiagnosis diagnosis, CriticalPoint critical) =>
        diagnosis.PhaseWhenFollowed == Phase.Unbounded && diagnosis.Alternative is { } other ? other : critical;

    private static string PyTorch(WeightEnsemble weights, CriticalPoint critical)
    {
        double gain = Math.Sqrt(critical.WeightVariance);
        string weight = weights == WeightEnsemble.Haar
            ? Invariant($"torch.nn.init.orthogonal_(w, gain={gain:G12})")
            : Invariant($"torch.nn.init.normal_(w, std={gain:G12} / w.shape[1] ** 0.5)");
        return critical.BiasVariance == 0.0
            ? weight + "; torch.nn.init.zeros_(b)"
            : weight + Invariant($"; torch.nn.init.normal_(b, std={Math.Sqrt(critical.BiasVariance):G12})");
    }

    private static string Keras(WeightEnsemble weights, CriticalPoint critical)
    {
        string kernel = weights == WeightEnsemble.Haar
            ? Invariant($"keras.initializers.Orthogonal(gain={Math.Sqrt(critical.WeightVariance):G12})")
            : Invariant($"keras.initializers.VarianceScaling(scale={critical.WeightVariance:G12}, mode=\"fan_in\", distribution=\"untruncated_normal\")");
        return critical.BiasVariance == 0.0
            ? $"kernel_initializer={kernel}"
            : Invariant($"kernel_initializer={kernel}, bias_initializer=keras.initializers.RandomNormal(stddev={Math.Sqrt(critical.BiasVariance):G12})");
    }

    private static string NameOf(Normalization normalization) => normalization switch
    {
        Normalization.MeanLast => "mean-last",
        Normalization.BatchLast => "batch-last",
        Normalization.BatchMiddle => "batch-middle",
        Normalization.Layer => "layer",
        _ => normalization.ToString(),
    };
}
