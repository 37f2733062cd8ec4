namespace FreeSpectra.Validation.Statements;

/// <summary>A mean over independent networks with its standard error.</summary>
internal readonly record struct SampleMean(double Mean, double Error)
{
    /// <summary>Five standard errors: 6e-7 false alarms.</summary>
    private const double Errors = 5.0;

    /// <summary>Means over draws; draw i depends on the seed and i alone.</summary>
    public static SampleMean[] Of(ulong seed, int draws, Func<RandomSource, double[]> measure)
    {
        double[][] rows = [.. Enumerable.Range(0, draws).Select(i => measure(new RandomSource(seed).Substream(i)))];
        return [.. Enumerable.Range(0, rows[0].Length).Select(k =>
        {
            double mean = rows.Average(row => row[k]);
            return new SampleMean(mean, Math.Sqrt(rows.Sum(row => (row[k] - mean) * (row[k] - mean)) / (draws - 1) / draws));
        })];
    }

    /// <summary>Sample over theory, less 1, within five standard errors and an allowance for finite width.</summary>
    public Evidence Over(double theory, string name, double allowance) =>
        new($"{name}, sample over theory, less 1", (Mean / theory) - 1.0, (Errors * Math.Abs(Error / theory)) + allowance);

    /// <summary>Sample less theory, within five standard errors and an allowance.</summary>
    public Evidence Less(double theory, string name, double allowance) =>
        new($"{name}, sample less theory", Mean - theory, (Errors * Error) + allowance);

    /// <summary>How far a wrong number is from the sample, as a factor that must be at least so large.</summary>
    public Evidence Misses(double wrong, string name, double factor) =>
        new($"{name}, factor by which it misses", Math.Max(Mean / wrong, wrong / Mean), factor, AtLeast: true);
}
