namespace FreeSpectra.Numerics.Exact;

/// <summary>The algebra ℚ(x)[y]/(Q), with elements as lists of d = deg_y Q coefficients, and its derivation d/dx.</summary>
internal sealed class AlgebraicExtension
{
    private readonly BivariatePolynomial equation;
    private readonly RationalFunction[] reduction;
    private readonly WorkBudget work;

    public AlgebraicExtension(BivariatePolynomial equation, WorkBudget work)
    {
        this.work = work;
        this.equation = equation;
        Degree = equation.DegreeInSecond;

        // y^d = Σ reductionⱼ yʲ.
        reduction = new RationalFunction[Degree];
        for (int j = 0; j < Degree; j++)
        {
            reduction[j] = new RationalFunction(-equation[j], equation.Leading);
        }
    }

    public int Degree { get; }

    public RationalFunction[] One()
    {
        RationalFunction[] one = Zero();
        one[0] = 1;
        return one;
    }

    public RationalFunction[] Generator() => Reduce([0, 1]);

    /// <summary>y' = −Q_x/Q_y; null where the work is spent.</summary>
    public RationalFunction[]? DerivativeOfGenerator()
    {
        RationalFunction[] slope = Element(equation.DerivativeInSecond());
        RationalFunction[] right = Element(-equation.DerivativeInFirst());

        // Columns: slope·yʲ; solve Σ vⱼ slope·yʲ = right.
        var columns = new List<RationalFunction[]>();
        RationalFunction[] column = slope;
        for (int j = 0; j < Degree; j++)
        {
            columns.Add(column);
            column = Reduce([0, .. column]);
        }

        columns.Add(right);
        RationalFunction[]? relation = FunctionVectors.Dependency(columns, work);
        if (work.IsSpent)
        {
            return null;
        }

        if (relation is null)
        {
            throw new InvalidOperationException("The equation is not square-free.");
        }

        RationalFunction scale = -relation[Degree];
        return [.. relation.Take(Degree).Select(c => c / scale)];
    }

    /// <summary>The derivative of Σ vⱼ yʲ; of no meaning where the work is spent.</summary>
    public RationalFunction[] Derivative(RationalFunction[] v, RationalFunction[] derivativeOfGenerator)
    {
        RationalFunction[] sum = [.. v.Select(c => work.Allows(c, c) ? c.Derivative() : c)];
        RationalFunction[] formal = Zero();
        for (int j = 1; j < Degree; j++)
        {
            formal[j - 1] = v[j] * (RationalPolynomial)j;
        }

        RationalFunction[] product = Multiply(formal, derivativeOfGenerator);
        return [.. sum.Zip(product, (a, b) => a + b)];
    }

    private RationalFunction[] Multiply(RationalFunction[] a, RationalFunction[] b)
    {
        var product = new RationalFunction[(2 * Degree) - 1];
        Array.Fill(product, (RationalFunction)0);
        for (int i = 0; i < Degree; i++)
        {
            for (int j = 0; j < Degree && !a[i].IsZero && work.Allows(a[i], b[j]); j++)
            {
                product[i + j] += a[i] * b[j];
            }
        }

        return Reduce(product);
    }

    private RationalFunction[] Element(BivariatePolynomial p)
    {
        var c = new RationalFunction[Math.Max(p.DegreeInSecond + 1, 1)];
        for (int j = 0; j < c.Length; j++)
        {
            c[j] = p[j];
        }

        return Reduce(c);
    }

    private RationalFunction[] Reduce(RationalFunction[] c)
    {
        RationalFunction[] rest = [.. c];
        for (int k = rest.Length - 1; k >= Degree; k--)
        {
            for (int j = 0; j < Degree && !rest[k].IsZero && work.Allows(rest[k], reduction[j]); j++)
            {
                rest[k - Degree + j] += rest[k] * reduction[j];
            }
        }

        RationalFunction[] result = Zero();
        Array.Copy(rest, result, Math.Min(rest.Length, Degree));
        return result;
    }

    private RationalFunction[] Zero()
    {
        var zero = new RationalFunction[Degree];
        Array.Fill(zero, (RationalFunction)0);
        return zero;
    }
}
