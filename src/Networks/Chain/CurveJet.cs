namespace FreeSpectra.Networks.Chain;

/// <summary>A real point of the curve: z_L with its derivatives |ζ|·dz/dζ and ζ²·d²z/dζ².</summary>
internal readonly record struct CurveJet(double Z, double Z1, double Z2);
