namespace FreeSpectra.Cli;

/// <summary>What is asked of a law: the options of <c>freespectra law</c> as they were typed.</summary>
public sealed record LawRequest
{
    /// <summary>The expression.</summary>
    public required string Expression { get; init; }

    /// <summary>Where the density is wanted.</summary>
    public string? At { get; init; }

    /// <summary>How many moments and free cumulants are wanted.</summary>
    public int? Moments { get; init; }

    /// <summary>Which transform is wanted: S, R, G, h or chi.</summary>
    public string? Transform { get; init; }

    /// <summary>Its argument, <c>re,im</c>.</summary>
    public string? Z { get; init; }

    /// <summary>Whether the polynomial equation is wanted.</summary>
    public bool Equation { get; init; }

    /// <summary>Where the distribution function is wanted.</summary>
    public string? Cdf { get; init; }

    /// <summary>Which quantiles are wanted.</summary>
    public string? Quantiles { get; init; }

    /// <summary>The eigenvalues by which one factor is perturbed, <c>[left:|right:]list</c>.</summary>
    public string? Outliers { get; init; }

    /// <summary>Whether a law of atoms is to be fitted under the noise of a deconvolution of samples.</summary>
    public bool Population { get; init; }

    /// <summary>The file for a picture.</summary>
    public string? Plot { get; init; }

    /// <summary>Whether anything but the equation is asked for.</summary>
    internal bool AsksForMoreThanTheEquation =>
        Population || Moments is not null || (At ?? Transform ?? Cdf ?? Quantiles ?? Outliers ?? Plot) is not null;

    /// <summary>Whether JSON is wanted.</summary>
    public bool Json { get; init; }
}
