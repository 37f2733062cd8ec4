using System.CommandLine;
using System.Globalization;
using FreeSpectra.Numerics.LinearAlgebra;

namespace FreeSpectra.Cli;

/// <summary>The options of a simulation: how wide, how many, from which seed, with which kernels and threads.</summary>
public sealed class SampleOptions
{
    private readonly Option<string?> width = new("--width") { Description = "M >= 2, the width; must be given." };
    private readonly Option<string?> draws = new("--draws") { Description = "R >= 1, the number of independent replicates; by default 12." };
    private readonly Option<string?> seed = new("--seed") { Description = "An integer >= 0; by default 1. Same seed, same bytes." };
    private readonly Option<string?> kernels = new("--kernels") { Description = "auto, openblas or managed; by default auto." };
    private readonly Option<string?> threads = new("--threads") { Description = "Draws at a time; by default the number of cores." };

    /// <summary>Adds the options to a command.</summary>
    public void AddTo(Command command)
    {
        ArgumentNullException.ThrowIfNull(command);
        foreach (Option option in (Option[])[width, draws, seed, kernels, threads])
        {
            command.Add(option);
        }
    }

    /// <summary>M if it was given, or null.</summary>
    public int? GivenWidth(ParseResult parse) => Text(parse, width) is null ? null : Width(parse);

    /// <summary>Refuses options that say how to sample where nothing is sampled.</summary>
    /// <param name="parse">The options as given.</param>
    /// <param name="instead">The option that takes the place of sampling.</param>
    /// <exception cref="ArgumentException">A seed, kernels or threads were given.</exception>
    public void RequireNoSampling(ParseResult parse, string instead)
    {
        if (((Option<string?>[])[seed, kernels, threads]).FirstOrDefault(option => Text(parse, option) is not null) is { } given)
        {
            throw new ArgumentException($"{given.Name} says how to sample, but {instead} was given and nothing is sampled.");
        }
    }

    /// <summary>R if it was given, or null.</summary>
    public int? GivenDraws(ParseResult parse) => Text(parse, draws) is null ? null : Draws(parse);

    /// <summary>M.</summary>
    /// <exception cref="ArgumentException">It is absent or no integer ≥ 2.</exception>
    public int Width(ParseResult parse) => Text(parse, width) is null
        ? throw new ArgumentException($"{width.Name} must be given.")
        : Integer(parse, width, 0, 2, 46_000);

    /// <summary>R.</summary>
    public int Draws(ParseResult parse) => Integer(parse, draws, 12, 1, 1_000_000);

    /// <summary>The seed.</summary>
    public ulong Seed(ParseResult parse) => Text(parse, seed) is not { } text ? 1UL
        : ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out ulong value) ? value
        : throw new ArgumentException($"{seed.Name} must be an integer from 0 to {ulong.MaxValue}, but is '{text}'.");

    /// <summary>The dense kernels.</summary>
    public IDenseKernels Kernels(ParseResult parse) => DenseKernels.Select(Text(parse, kernels) switch
    {
        null or "auto" => KernelChoice.Automatic,
        "openblas" => KernelChoice.OpenBlas,
        "managed" => KernelChoice.Managed,
        { } other => throw new ArgumentException($"{kernels.Name} must be auto, openblas or managed, but is '{other}'."),
    });

    /// <summary>How many draws run at a time.</summary>
    public int Threads(ParseResult parse) => Integer(parse, threads, Environment.ProcessorCount, 1, 1024);

    private static int Integer(ParseResult parse, Option<string?> option, int fallback, int min, int max) => Text(parse, option) is not { } text
        ? fallback
        : int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int value) && value >= min && value <= max
            ? value
            : throw new ArgumentException($"{option.Name} must be an integer from {min} to {max}, but is '{text}'.");

    private static string? Text(ParseResult parse, Option<string?> option)
    {
        ArgumentNullException.ThrowIfNull(parse);
        return parse.GetResult(option) is null ? null : parse.GetValue(option);
    }
}
