namespace FreeSpectra.Networks.MeanField;

/// <summary>How far a function carries an error of its argument: |f'(x)|·δ, with f' by a difference.</summary>
internal static class Differences
{
    // The noise of a difference, 1e-15/1e-5 of f, is far below what an error estimate needs.
    private const double Step = 1e-5;

    /// <summary>x beside which the derivative is taken; x itself at 0.</summary>
    public static double Moved(double x) => x * (1.0 + Step);

    /// <summary>|f'(x)|·δ; 0 for δ = 0.</summary>
    /// <param name="f">The function.</param>
    /// <param name="x">Its argument.</param>
    /// <param name="error">δ ≥ 0.</param>
    public static double Carried(Func<double, double> f, double x, double error)
    {
        if (error == 0.0 || x == 0.0)
        {
            return 0.0;
        }

        double other = Moved(x);
        return Math.Abs((f(other) - f(x)) / (other - x)) * error;
    }
}
