using System.Collections.Immutable;
using FreeSpectra.Numerics.Exact;

namespace FreeSpectra.Measures.Expressions;

/// <summary>A name of the expression language with its parameters: a law such as <c>mp(c, scale=1)</c>, or a function of laws.</summary>
public sealed class LawForm
{
    private LawForm(string name, string summary, int laws, params ReadOnlySpan<LawParameter> parameters)
    {
        Name = name;
        Summary = summary;
        Laws = laws;
        Parameters = [.. parameters];
    }

    /// <summary>All laws and functions, in the order in which help lists them.</summary>
    public static ImmutableArray<LawForm> All { get; } =
    [
        new("semicircle", "the semicircle law", 0, new("variance", Rational.One), new("mean", Rational.Zero)),
        new("mp", "Marchenko–Pastur: the limit of X Xᵀ/N with c = n/N", 0, new("c"), new("scale", Rational.One)),
        new("free-poisson", "free Poisson: R = rate·jump/(1 − jump·w)", 0, new("rate"), new("jump")),
        new("bernoulli", "(1 − p) δ₀ + p δ_at", 0, new("p"), new("at", Rational.One)),
        new("point", "the unit mass at x", 0, new LawParameter("x")),
        new("atoms", "Σ w δ_x, given as x1:w1, x2:w2, …", 0) { TakesAtoms = true },
        new("arcsine", "the arcsine law on [−radius, radius]", 0, new LawParameter("radius")),
        new("uniform", "the uniform law on [a, b]", 0, new("a"), new("b")),
        new("kesten-mckay", "the spectrum of a d-regular tree", 0, new LawParameter("d")),
        new("two-projections", "bernoulli(p) [x] bernoulli(q)", 0, new("p"), new("q")),
        new("jacobi", "Wachter's law of MANOVA matrices", 0, new("a"), new("b")),
        new("free-binomial", "bernoulli(p)^[+]t", 0, new("p"), new("t")),
        new("free-meixner", "the standardised free Meixner law: mean 0, variance 1", 0, new("a"), new("b")),
        new("free-f", "mp(c1) [x] inverse(mp(c2))", 0, new("c1"), new("c2")),
        new("fuss-catalan", "mp(1)^[x]s", 0, new LawParameter("s")),
        new("raney", "moments r/(mp + r)·C(mp + r, m)", 0, new("p"), new("r")),
        new("compound-poisson", "R = rate·∫ t/(1 − tw) of the jump law", 1, new LawParameter("rate")) { NumbersFirst = true },
        new("cauchy", "the Cauchy law", 0, new("mean"), new("scale")),
        new("free-stable", "free stable", 0, new("alpha"), new("rho")),
        new("free-log-normal", "free multiplicative Brownian motion at time t", 0, new LawParameter("t")),
        new("samples", "the eigenvalues in a file", 0) { TakesFile = true },
        new("compress", "the law of a compression to a fraction t of the space", 1, new LawParameter("t")),
        new("rect-sum", "the symmetrised singular values of X + Y, of size n x p with n/p = ratio", 2, new LawParameter("ratio")),
        new("boolean-sum", "the Boolean sum of two laws", 2),
        new("monotone-sum", "the monotone sum: F of the first after F of the second", 2),
        new("inverse", "the law of 1/X", 1),
        new("square", "the law of X²", 1),
        new("sqrt-sym", "the symmetric law whose square is the given one", 1),
    ];

    /// <summary>The name as it is written.</summary>
    public string Name { get; }

    /// <summary>A few words for help.</summary>
    public string Summary { get; }

    /// <summary>How many laws it takes.</summary>
    public int Laws { get; }

    /// <summary>Its numbers.</summary>
    public ImmutableArray<LawParameter> Parameters { get; }

    /// <summary>Whether the numbers stand before the laws.</summary>
    public bool NumbersFirst { get; private init; }

    /// <summary>Whether it takes a list of atoms.</summary>
    public bool TakesAtoms { get; private init; }

    /// <summary>Whether it takes the name of a file.</summary>
    public bool TakesFile { get; private init; }

    /// <summary>How it is called, such as <c>mp(c, scale=1)</c>.</summary>
    public string Signature
    {
        get
        {
            IEnumerable<string> numbers = Parameters.Select(
                p => p.Default is { } value ? $"{p.Name}={LawNumber.Print(value)}" : p.Name);
            IEnumerable<string> laws = Enumerable.Repeat("EXPR", Laws);
            IEnumerable<string> arguments = TakesAtoms ? ["x1:w1", "x2:w2", "…"] : TakesFile ? ["\"file\""]
                : NumbersFirst ? numbers.Concat(laws) : laws.Concat(numbers);
            return $"{Name}({string.Join(", ", arguments)})";
        }
    }

    /// <summary>The form of a name; null if there is none.</summary>
    public static LawForm? Find(string name) =>
        All.FirstOrDefault(form => string.Equals(form.Name, name, StringComparison.Ordinal));

    /// <summary>The form of a name that is known to exist.</summary>
    internal static LawForm Of(string name) => Find(name) ?? throw new ArgumentException($"There is no law named {name}.", nameof(name));
}
